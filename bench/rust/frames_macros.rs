// SPDX-License-Identifier: MIT
// What join!, try_join! and select! of the futures crate do.
enum MaybeDone<F: Future> {
    Running(F),
    Done(F::Output),
    Gone,
}

impl<F: Future> MaybeDone<F> {
    fn poll_done(self: Pin<&mut Self>, cx: &mut Context<'_>) -> bool {
        let this = unsafe { self.get_unchecked_mut() };
        if let MaybeDone::Running(f) = this {
            match unsafe { Pin::new_unchecked(f) }.poll(cx) {
                Poll::Ready(v) => *this = MaybeDone::Done(v),
                Poll::Pending => return false,
            }
        }
        true
    }

    fn take(self: Pin<&mut Self>) -> F::Output {
        match std::mem::replace(unsafe { self.get_unchecked_mut() }, MaybeDone::Gone) {
            MaybeDone::Done(v) => v,
            _ => unreachable!(),
        }
    }
}

macro_rules! join {
    ($a:expr, $b:expr) => {{
        let mut a = pin!(MaybeDone::Running($a));
        let mut b = pin!(MaybeDone::Running($b));
        std::future::poll_fn(|cx| {
            let done = a.as_mut().poll_done(cx) & b.as_mut().poll_done(cx);
            if done { Poll::Ready((a.as_mut().take(), b.as_mut().take())) } else { Poll::Pending }
        })
        .await
    }};
}

macro_rules! try_join {
    ($a:expr, $b:expr) => {{
        let mut a = pin!(MaybeDone::Running($a));
        let mut b = pin!(MaybeDone::Running($b));
        std::future::poll_fn(|cx| {
            let mut done = a.as_mut().poll_done(cx);
            if let MaybeDone::Done(Err(_)) = &*a {
                return Poll::Ready(Err(a.as_mut().take().err().unwrap()));
            }
            done &= b.as_mut().poll_done(cx);
            if let MaybeDone::Done(Err(_)) = &*b {
                return Poll::Ready(Err(b.as_mut().take().err().unwrap()));
            }
            if !done {
                return Poll::Pending;
            }
            let (a, b) = (a.as_mut().take(), b.as_mut().take());
            Poll::Ready(Ok((a.ok().unwrap(), b.ok().unwrap())))
        })
        .await
    }};
}

macro_rules! select {
    ($a:expr, $b:expr) => {{
        let mut a = pin!($a);
        let mut b = pin!($b);
        std::future::poll_fn(|cx| match a.as_mut().poll(cx) {
            Poll::Ready(v) => Poll::Ready(v),
            Poll::Pending => b.as_mut().poll(cx),
        })
        .await
    }};
}

macro_rules! join3 {
    ($a:expr, $b:expr, $c:expr) => {{
        let mut a = pin!(MaybeDone::Running($a));
        let mut b = pin!(MaybeDone::Running($b));
        let mut c = pin!(MaybeDone::Running($c));
        std::future::poll_fn(|cx| {
            let mut done = a.as_mut().poll_done(cx);
            done &= b.as_mut().poll_done(cx);
            done &= c.as_mut().poll_done(cx);
            if !done {
                return Poll::Pending;
            }
            Poll::Ready((a.as_mut().take(), b.as_mut().take(), c.as_mut().take()))
        })
        .await
    }};
}
