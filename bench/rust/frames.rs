// SPDX-License-Identifier: MIT
//! The functions of frames.c in Rust: as a developer would write them, on stable Rust without
//! crates. Prints one line for each: `NAME BYTES`, the size of its future. Before that it runs
//! each to its end, so that what is measured is what works.
//!
//!     rustc -O --edition 2021 frames.rs && ./frames

include!("frames_leaves.rs");

/// What is measured.
mod set {
    use super::*;

    pub async fn one_int() -> i32 {
        let a = number();
        yield_once().await;
        a + 1
    }

    pub async fn two_scopes() {
        {
            let mut first = [0u8; 1024];
            fill(&mut first, 1);
            yield_once().await;
            yield_once().await;
            report(sum(&first));
        }
        {
            let mut second = [0u8; 1024];
            fill(&mut second, 2);
            yield_once().await;
            yield_once().await;
            report(sum(&second));
        }
    }

    pub struct Block {
        bytes: [u8; 1024],
    }

    async fn consume(block: Block) -> i32 {
        yield_once().await;
        sum(&block.bytes)
    }

    pub async fn moved() -> i32 {
        let mut block = Block { bytes: [0; 1024] };
        fill(&mut block.bytes, 1);
        yield_once().await;
        consume(block).await
    }

    async fn small_child() -> i32 {
        let mut buf = [0u8; 256];
        fill(&mut buf, 1);
        yield_once().await;
        sum(&buf)
    }

    async fn large_child() -> i32 {
        let mut buf = [0u8; 512];
        fill(&mut buf, 1);
        yield_once().await;
        sum(&buf)
    }

    pub async fn sequential() {
        report(small_child().await);
        report(large_child().await);
    }

    async fn nested1(a: i32) -> i32 {
        yield_once().await;
        a + 1
    }

    macro_rules! nested {
        ($($name:ident calls $callee:ident;)*) => {
            $(pub async fn $name(a: i32) -> i32 {
                $callee(a + 1).await + a
            })*
        };
    }
    nested! {
        nested2 calls nested1; nested3 calls nested2; nested4 calls nested3; nested5 calls nested4;
        nested6 calls nested5; nested7 calls nested6; nested8 calls nested7; nested9 calls nested8;
        nested10 calls nested9; nested11 calls nested10; nested12 calls nested11;
        nested13 calls nested12; nested14 calls nested13; nested15 calls nested14;
        nested16 calls nested15;
    }

    pub struct Config {
        pub bytes: [u8; 256],
    }

    pub async fn argument(config: Config) {
        report(sum(&config.bytes));
        yield_once().await;
    }

    pub async fn either(first: bool) -> i32 {
        if first {
            let mut a = [0u8; 512];
            fill(&mut a, 1);
            yield_once().await;
            sum(&a)
        } else {
            let mut b = [0u8; 512];
            fill(&mut b, 2);
            yield_once().await;
            sum(&b)
        }
    }

    async fn step(n: i32) -> Result<i32, i32> {
        yield_once().await;
        if n < 0 { Err(n) } else { Ok(n) }
    }

    pub async fn four_tries() -> Result<i32, i32> {
        let a = step(1).await?;
        let b = step(2).await?;
        let c = step(3).await?;
        let d = step(4).await?;
        Ok(a + b + c + d)
    }

    pub async fn echo(conn: &mut Conn) -> Result<(), i32> {
        let mut buf = [0u8; 4096];
        loop {
            let n = conn.read(&mut buf).await?;
            if n == 0 {
                return Ok(());
            }
            conn.write_all(&buf[..n]).await?;
        }
    }

    async fn look_up(seed: u8) -> i32 {
        let mut page = [0u8; 256];
        fill(&mut page, seed);
        yield_once().await;
        sum(&page)
    }

    async fn authorise(seed: u8) -> i32 {
        let mut token = [0u8; 256];
        fill(&mut token, seed);
        yield_once().await;
        sum(&token)
    }

    async fn render(seed: u8) -> i32 {
        let mut text = [0u8; 256];
        fill(&mut text, seed);
        yield_once().await;
        sum(&text)
    }

    pub async fn http(conn: &mut Conn) -> Result<i32, i32> {
        let mut buf = [0u8; 4096];
        let mut headers = [0u8; 2048];
        let n = conn.read(&mut buf).await?;
        fill(&mut headers, buf[0]);
        let user = authorise(headers[0]).await;
        let page = look_up(user as u8).await;
        let length = render(page as u8).await;
        conn.write_all(&headers).await?;
        conn.write_all(&buf[..n]).await?;
        Ok(length)
    }
}

fn main() {
    show("one_int", set::one_int());
    show("two_scopes", set::two_scopes());
    show("moved", set::moved());
    show("sequential", set::sequential());
    show("nested", set::nested16(1));
    show("argument", set::argument(set::Config { bytes: [1; 256] }));
    show("either", set::either(true));
    show("four_tries", set::four_tries());
    show("echo", set::echo(Box::leak(Box::new(Conn::new(3)))));
    show("http", set::http(Box::leak(Box::new(Conn::new(1)))));
}
