// SPDX-License-Identifier: MIT
// What frames.rs and frames_more.rs stand on, twins of frames_leaves.h; each includes it.

use std::future::Future;
use std::hint::black_box;
use std::pin::{pin, Pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

// The leaves' polls and the helpers are not inlined: the machine code that is measured is the state
// machines'.

/// Pending once; wakes itself.
pub struct Yield(bool);

impl Future for Yield {
    type Output = ();
    #[inline(never)]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.0 {
            return Poll::Ready(());
        }
        self.0 = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

pub fn yield_once() -> Yield {
    Yield(false)
}

/// A connection that has `left` messages to give and counts what it is sent.
pub struct Conn {
    left: u32,
    ready: bool,
    sent: usize,
}

pub struct Read<'a> {
    conn: &'a mut Conn,
    buf: &'a mut [u8],
}

impl Future for Read<'_> {
    type Output = Result<usize, i32>;
    #[inline(never)]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.conn.ready = !self.conn.ready;
        if self.conn.ready {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.conn.left == 0 {
            return Poll::Ready(Ok(0));
        }
        self.conn.left -= 1;
        let n = self.buf.len().min(64);
        self.buf[..n].fill(b'x');
        Poll::Ready(Ok(n))
    }
}

pub struct WriteAll<'a> {
    conn: &'a mut Conn,
    buf: &'a [u8],
}

impl Future for WriteAll<'_> {
    type Output = Result<(), i32>;
    #[inline(never)]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.conn.ready = !self.conn.ready;
        if self.conn.ready {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.conn.sent += self.buf.len();
        Poll::Ready(Ok(()))
    }
}

impl Conn {
    pub fn new(left: u32) -> Conn {
        Conn { left, ready: false, sent: 0 }
    }
    pub fn read<'a>(&'a mut self, buf: &'a mut [u8]) -> Read<'a> {
        Read { conn: self, buf }
    }
    pub fn write_all<'a>(&'a mut self, buf: &'a [u8]) -> WriteAll<'a> {
        WriteAll { conn: self, buf }
    }
}

#[inline(never)]
fn fill(buf: &mut [u8], with: u8) {
    black_box(buf).fill(with);
}

#[inline(never)]
fn sum(buf: &[u8]) -> i32 {
    black_box(buf).iter().map(|&b| b as i32).sum()
}

#[inline(never)]
fn report(what: i32) {
    black_box(what);
}

#[inline(never)]
fn number() -> i32 {
    black_box(1)
}

struct Nobody;
impl Wake for Nobody {
    fn wake(self: Arc<Self>) {}
}

fn block_on<F: Future>(future: F) -> F::Output {
    let waker = Waker::from(Arc::new(Nobody));
    let mut cx = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(result) = future.as_mut().poll(&mut cx) {
            return result;
        }
    }
}

/// Through a box: so each function is compiled by itself, not into main.
fn show<F: Future + 'static>(name: &str, future: F) {
    let size = std::mem::size_of_val(&future);
    let boxed: Pin<Box<dyn Future<Output = F::Output>>> = Box::pin(future);
    black_box(block_on(black_box(boxed)));
    println!("{name} {size}");
}
