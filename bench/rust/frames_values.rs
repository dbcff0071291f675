// SPDX-License-Identifier: MIT
//! The functions of frames_values.c in Rust: as a developer would write them, on stable Rust
//! without crates. What is a value there, and run in a box, is a Pin<Box<dyn Future>> here. A
//! started future is a branch of a join!; a defer stands behind a block; of a shield Rust has no
//! equal, so that twin is without. Prints one line for each: `NAME BYTES`, the size of its future.
//! Before that it runs each to its end, so that what is measured is what works.
//!
//!     rustc -O --edition 2021 frames_values.rs && ./frames_values
#![allow(dead_code, unused_macros)]

include!("frames_leaves.rs");
include!("frames_macros.rs");

use std::sync::Mutex;

type Boxed<T> = Pin<Box<dyn Future<Output = T>>>;
type Call<'a> = &'a dyn Fn() -> Boxed<Result<i32, i32>>;

/// A timer that keeps what it needs on the heap, as those of the futures-timer crate do: the
/// smallest that there are.
struct Delay(Option<Arc<Mutex<Option<Waker>>>>);

impl Delay {
    fn new() -> Self {
        Delay(Some(Arc::new(Mutex::new(None))))
    }
}

impl Future for Delay {
    type Output = ();
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if let Some(timer) = &self.0 {
            *timer.lock().unwrap() = Some(cx.waker().clone());
        }
        Poll::Pending
    }
}

struct Timeout<F> {
    call: F,
    delay: Delay,
}

impl<F: Future> Future for Timeout<F> {
    type Output = Option<F::Output>;
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = unsafe { self.get_unchecked_mut() };
        if let Poll::Ready(v) = unsafe { Pin::new_unchecked(&mut this.call) }.poll(cx) {
            return Poll::Ready(Some(v));
        }
        Pin::new(&mut this.delay).poll(cx).map(|()| None)
    }
}

fn timeout<F: Future>(call: F) -> Timeout<F> {
    Timeout { call, delay: Delay::new() }
}

/// A future that is over when it has been ready once, as the futures crate's Fuse.
struct Fuse<F>(Option<F>);

impl<F: Future> Fuse<F> {
    fn new(f: F) -> Self {
        Fuse(Some(f))
    }

    /// None: it is over.
    fn poll_left(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Option<Poll<F::Output>> {
        let this = unsafe { self.get_unchecked_mut() };
        let p = unsafe { Pin::new_unchecked(this.0.as_mut()?) }.poll(cx);
        if p.is_ready() {
            this.0 = None;
        }
        Some(p)
    }
}

// The first of two fused futures that is ready; None: none is left.
macro_rules! select_left {
    ($a:expr, $b:expr) => {
        std::future::poll_fn(|cx| {
            let mut left = false;
            match $a.as_mut().poll_left(cx) {
                Some(Poll::Ready(v)) => return Poll::Ready(Some(v)),
                Some(Poll::Pending) => left = true,
                None => {}
            }
            match $b.as_mut().poll_left(cx) {
                Some(Poll::Ready(v)) => return Poll::Ready(Some(v)),
                Some(Poll::Pending) => left = true,
                None => {}
            }
            if left { Poll::Pending } else { Poll::Ready(None) }
        })
        .await
    };
}

// With preconditions, as tokio's select!: None if neither holds.
macro_rules! select_if {
    ($x:expr, $a:expr, $y:expr, $b:expr) => {{
        let (x, y) = ($x, $y);
        let mut a = pin!($a);
        let mut b = pin!($b);
        std::future::poll_fn(move |cx| {
            if !x && !y {
                return Poll::Ready(None);
            }
            if x {
                if let Poll::Ready(v) = a.as_mut().poll(cx) {
                    return Poll::Ready(Some(v));
                }
            }
            if y { b.as_mut().poll(cx).map(Some) } else { Poll::Pending }
        })
        .await
    }};
}

/// What is measured.
mod set {
    use super::*;

    async fn tiny(n: i32) -> Result<i32, i32> {
        yield_once().await;
        if n < 0 { Err(n) } else { Ok(n) }
    }

    macro_rules! with {
        ($($name:ident $size:literal)*) => {
            $(async fn $name(seed: i32) -> i32 {
                let mut buf = [0u8; $size];
                fill(&mut buf, seed as u8);
                yield_once().await;
                sum(&buf)
            })*
        };
    }
    with! { reader 64 writer 96 fetch 64 parse 64 background 128 from_cache 100 from_disk 100 }
    with! { message 64 request 64 hang_up 64 outer_child 64 first_child 64 second_child 64 }
    with! { racer 64 other_racer 64 referee 64 index_page 200 other_page 400 large 2000 slow 128 }

    // named futures

    pub async fn both_in_a_loop() -> i32 {
        let mut a = pin!(Fuse::new(reader(4)));
        let mut b = pin!(Fuse::new(writer(6)));
        let mut total = 0;
        while let Some(n) = select_left!(a, b) {
            total += n;
        }
        total
    }

    pub async fn futures_joined() -> i32 {
        let a = fetch(4);
        let b = parse(6);
        let (x, y) = join!(a, b);
        x + y
    }

    pub async fn meanwhile(n: i32) -> Result<i32, i32> {
        let (total, last) = join!(
            async {
                let mut total = 0;
                for i in 0..n {
                    total += tiny(i).await?;
                }
                Ok::<i32, i32>(total)
            },
            background(n)
        );
        Ok(total? + last)
    }

    // select

    pub async fn guarded(cached: bool, stored: bool) -> i32 {
        select_if!(cached, from_cache(1), stored, from_disk(2)).unwrap_or(-1)
    }

    pub async fn if_ready(seed: i32) -> i32 {
        let mut call = pin!(message(seed));
        let polled = std::future::poll_fn(|cx| Poll::Ready(call.as_mut().poll(cx))).await;
        match polled {
            Poll::Ready(n) => n + 1,
            Poll::Pending => seed,
        }
    }

    pub async fn served(times: i32) -> i32 {
        let mut total = 0;
        for i in 0..times {
            let mut buf = [0u8; 256];
            fill(&mut buf, i as u8);
            let (which, n) = select!(
                async { (0, request(i).await) },
                async { (1, hang_up(i).await) }
            );
            total += n;
            if which == 1 {
                return total;
            }
            total += sum(&buf);
        }
        total
    }

    // join

    pub async fn joins_in_joins() -> i32 {
        let (a, (b, c)) =
            join!(outer_child(1), async { join!(first_child(2), second_child(3)) });
        a + b + c
    }

    async fn step(n: i32) -> Result<i32, i32> {
        yield_once().await;
        Ok(n)
    }

    pub async fn tried_in_branches(n: i32) -> Result<i32, i32> {
        let (a, b) = try_join!(
            async {
                let first = tiny(n).await?;
                tiny(first + 1).await
            },
            step(n)
        )?;
        Ok(a + b)
    }

    pub async fn race_beside(seed: i32) -> i32 {
        let (winner, other) = join!(
            async {
                select!(
                    async { racer(seed).await + 1 },
                    async { other_racer(seed).await - 1 }
                )
            },
            referee(seed)
        );
        winner + other
    }

    async fn copy(from: &mut Conn, to: &mut Conn) -> Result<(), i32> {
        let mut buf = [0u8; 256];
        loop {
            let n = from.read(&mut buf).await?;
            if n == 0 {
                return Ok(());
            }
            to.write_all(&buf[..n]).await?;
        }
    }

    /// Each direction has connections of its own, for Rust lends none twice.
    pub async fn copied_both_ways(
        left: &mut Conn,
        to_right: &mut Conn,
        right: &mut Conn,
        to_left: &mut Conn,
    ) -> Result<(), i32> {
        try_join!(copy(left, to_right), copy(right, to_left))?;
        Ok(())
    }

    // cleaning up

    async fn release(what: i32) -> i32 {
        yield_once().await;
        what
    }

    pub async fn deferred_in_a_loop(n: i32) -> Result<i32, i32> {
        let mut total = 0;
        for i in 0..n {
            let done = async { if i == 2 { Ok(0) } else { tiny(i).await } }.await;
            release(i).await;
            total += done?;
        }
        Ok(total)
    }

    pub async fn two_defers(n: i32) -> Result<i32, i32> {
        let done = async {
            let a = tiny(n).await?;
            let done = tiny(a + 1).await;
            release(a).await;
            done
        }
        .await;
        release(n).await;
        done
    }

    pub async fn shielded(n: i32) -> Result<i32, i32> {
        let kept = tiny(n).await;
        yield_once().await;
        kept
    }

    // calls as values

    async fn twice(call: Call<'_>) -> Result<i32, i32> {
        let first = call().await?;
        Ok(first + call().await?)
    }

    pub async fn block_twice(n: i32, m: i32) -> Result<i32, i32> {
        twice(&move || {
            Box::pin(async move {
                yield_once().await;
                Ok(n * m)
            })
        })
        .await
    }

    async fn retried(call: Call<'_>, times: i32) -> Result<i32, i32> {
        let mut i = 1;
        loop {
            let n = call().await;
            if n.is_ok() || i >= times {
                return n;
            }
            yield_once().await;
            i += 1;
        }
    }

    async fn flaky(n: i32) -> Result<i32, i32> {
        yield_once().await;
        Ok(n)
    }

    pub async fn retries(n: i32) -> Result<i32, i32> {
        retried(&move || Box::pin(flaky(n)), 3).await
    }

    static PAGES: [fn(i32) -> Boxed<i32>; 2] =
        [|n| Box::pin(index_page(n)), |n| Box::pin(other_page(n))];

    pub async fn through_a_table(n: i32) -> i32 {
        let mut total = 0;
        for i in 0..n {
            total += PAGES[i as usize % 2](i).await;
        }
        total
    }

    pub async fn boxed(n: i32) -> i32 {
        let call: Boxed<i32> = Box::pin(large(n));
        yield_once().await;
        call.await
    }

    pub async fn with_a_deadline(seed: i32) -> i32 {
        timeout(slow(seed)).await.unwrap_or(0)
    }

    // recursion

    pub struct Node {
        pub key: i32,
        pub left: Option<Box<Node>>,
        pub right: Option<Box<Node>>,
    }

    pub async fn total_of(n: Option<&Node>) -> i32 {
        let Some(n) = n else { return 0 };
        let left = Box::pin(total_of(n.left.as_deref())).await;
        let right = Box::pin(total_of(n.right.as_deref())).await;
        n.key + left + right
    }

    pub async fn fib(n: i32) -> i32 {
        if n < 2 {
            return n;
        }
        let (a, b) = join!(Box::pin(fib(n - 1)), Box::pin(fib(n - 2)));
        a + b
    }
}

fn conn(left: u32) -> &'static mut Conn {
    Box::leak(Box::new(Conn::new(left)))
}

fn leaf(key: i32) -> Option<Box<set::Node>> {
    Some(Box::new(set::Node { key, left: None, right: None }))
}

fn main() {
    let tree = Box::leak(Box::new(set::Node { key: 2, left: leaf(1), right: leaf(3) }));
    show("both_in_a_loop", set::both_in_a_loop());
    show("futures_joined", set::futures_joined());
    show("meanwhile", set::meanwhile(3));
    show("guarded", set::guarded(true, true));
    show("if_ready", set::if_ready(3));
    show("served", set::served(3));
    show("joins_in_joins", set::joins_in_joins());
    show("tried_in_branches", set::tried_in_branches(3));
    show("race_beside", set::race_beside(3));
    show("copied_both_ways", set::copied_both_ways(conn(4), conn(0), conn(2), conn(0)));
    show("deferred_in_a_loop", set::deferred_in_a_loop(4));
    show("two_defers", set::two_defers(3));
    show("shielded", set::shielded(3));
    show("block_twice", set::block_twice(3, 4));
    show("retries", set::retries(3));
    show("through_a_table", set::through_a_table(3));
    show("boxed", set::boxed(3));
    show("with_a_deadline", set::with_a_deadline(3));
    show("total_of", set::total_of(Some(tree)));
    show("fib", set::fib(4));
}
