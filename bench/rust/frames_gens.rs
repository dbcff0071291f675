// SPDX-License-Identifier: MIT
//! The generators of frames_gens.c in Rust, with the same bodies: its own generators, `gen fn`,
//! `async gen fn` and, for one that ends with a value or is passed one, coroutines. All of these
//! are unstable, so a stable rustc compiles this with RUSTC_BOOTSTRAP=1:
//!
//!     RUSTC_BOOTSTRAP=1 rustc -O --edition 2024 frames_gens.rs && ./frames_gens
#![feature(async_for_loop, async_iterator, coroutine_trait, coroutines, gen_blocks)]
#![feature(stmt_expr_attributes)]

#![allow(dead_code)]

include!("frames_leaves.rs");

use std::async_iter::AsyncIterator;
use std::ops::{Coroutine, CoroutineState};

/// What is measured.
mod set {
    use super::*;

    // generators

    pub gen fn upto(n: i32) -> i32 {
        for i in 0..n {
            yield i;
        }
    }

    pub gen fn two_counters(n: i32) -> i32 {
        let mut up = 0;
        let mut down = n;
        while up < down {
            yield up;
            up += 1;
            yield down;
            down -= 1;
        }
    }

    pub gen fn checksums(blocks: i32) -> i32 {
        let mut block = [0u8; 128];
        for i in 0..blocks {
            fill(&mut block, i as u8);
            yield sum(&block[..64]);
            yield sum(&block);
        }
    }

    pub gen fn evens(n: i32) -> i32 {
        for i in upto(n) {
            if i % 2 == 0 {
                yield i;
            }
        }
    }

    pub struct Span {
        pub from: i64,
        pub length: i64,
    }

    pub gen fn spans(length: i64, step: i64) -> Span {
        let mut at = 0;
        while at < length {
            yield Span { from: at, length: (length - at).min(step) };
            at += step;
        }
    }

    pub fn counted(text: &str) -> impl Coroutine<(), Yield = i32, Return = i64> {
        #[coroutine]
        move || {
            let mut n = 0i64;
            for &b in text.as_bytes() {
                yield b as i32;
                n += 1;
            }
            n
        }
    }

    pub fn running_sum(start: i32) -> impl Coroutine<i32, Yield = i32, Return = ()> {
        #[coroutine]
        move |_: i32| {
            let mut sum = start;
            loop {
                let passed = yield sum;
                sum += passed;
            }
        }
    }

    pub struct Node {
        pub key: i32,
        pub left: Option<Box<Node>>,
        pub right: Option<Box<Node>>,
    }

    pub gen fn in_order(n: Option<&Node>) -> i32 {
        let Some(n) = n else { return };
        let left: Box<dyn Iterator<Item = i32>> = Box::new(in_order(n.left.as_deref()));
        for key in left {
            yield key;
        }
        yield n.key;
        let right: Box<dyn Iterator<Item = i32>> = Box::new(in_order(n.right.as_deref()));
        for key in right {
            yield key;
        }
    }

    // streams

    pub async gen fn slowly(n: i32) -> i32 {
        for i in 0..n {
            yield_once().await;
            yield i;
        }
    }

    pub async gen fn pieces(conn: &mut Conn) -> i32 {
        let mut buf = [0u8; 256];
        loop {
            match conn.read(&mut buf).await {
                Ok(n) if n > 0 => yield sum(&buf[..n]),
                _ => return,
            }
        }
    }

    pub async gen fn doubled(n: i32) -> i32 {
        for await i in pin!(slowly(n)) {
            yield i * 2;
        }
    }

    // who loops over them

    pub async fn each_waits(n: i32) -> i32 {
        let mut total = 0;
        for i in upto(n) {
            yield_once().await;
            total += i;
        }
        total
    }

    pub async fn each_waits_for_blocks(n: i32) -> i32 {
        let mut total = 0;
        for i in checksums(n) {
            yield_once().await;
            total += i;
        }
        total
    }

    pub async fn each_of_a_stream(n: i32) -> i32 {
        let mut total = 0;
        for await i in pin!(slowly(n)) {
            yield_once().await;
            total += i;
        }
        total
    }

    pub async fn each_of_pieces(conn: &mut Conn, to: &mut Conn) -> Result<(), i32> {
        for await total in pin!(pieces(conn)) {
            to.write_all(&i32::to_ne_bytes(total)).await?;
        }
        Ok(())
    }

    pub async fn first_beyond(limit: i32) -> i32 {
        for await i in pin!(doubled(100)) {
            if i > limit {
                return i;
            }
        }
        -1
    }

    pub async fn zipped(n: i32) -> i32 {
        let mut a = upto(n);
        let mut b = two_counters(n);
        let mut total = 0;
        while let (Some(x), Some(y)) = (a.next(), b.next()) {
            yield_once().await;
            total += x * y;
        }
        total
    }
}

fn show_iter<I: Iterator>(name: &str, mut iter: I) {
    println!("{name} {}", std::mem::size_of_val(&iter));
    while black_box(iter.next()).is_some() {}
}

fn show_stream<S: AsyncIterator>(name: &str, stream: S) {
    println!("{name} {}", std::mem::size_of_val(&stream));
    block_on(async {
        for await i in pin!(stream) {
            black_box(i);
        }
    });
}

/// As often as it is asked, `times`.
fn show_coroutine<A: Copy, C: Coroutine<A>>(name: &str, coroutine: C, passed: A, times: usize) {
    println!("{name} {}", std::mem::size_of_val(&coroutine));
    let mut coroutine = pin!(coroutine);
    for _ in 0..times {
        if let CoroutineState::Complete(_) = coroutine.as_mut().resume(passed) {
            break;
        }
    }
}

fn conn(left: u32) -> &'static mut Conn {
    Box::leak(Box::new(Conn::new(left)))
}

fn main() {
    let leaf = |key| Some(Box::new(set::Node { key, left: None, right: None }));
    let tree = set::Node { key: 2, left: leaf(1), right: leaf(3) };
    show_iter("upto", set::upto(3));
    show_iter("two_counters", set::two_counters(3));
    show_iter("checksums", set::checksums(3));
    show_iter("evens", set::evens(3));
    show_iter("spans", set::spans(10, 3));
    show_coroutine("counted", set::counted("edo"), (), 9);
    show_coroutine("running_sum", set::running_sum(3), 1, 9);
    show_iter("in_order", set::in_order(Some(&tree)));
    show_stream("slowly", set::slowly(3));
    show_stream("pieces", set::pieces(conn(4)));
    show_stream("doubled", set::doubled(3));
    show("each_waits", set::each_waits(3));
    show("each_waits_for_blocks", set::each_waits_for_blocks(3));
    show("each_of_a_stream", set::each_of_a_stream(3));
    show("each_of_pieces", set::each_of_pieces(conn(4), conn(0)));
    show("first_beyond", set::first_beyond(3));
    show("zipped", set::zipped(3));
}
