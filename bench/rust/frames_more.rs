// SPDX-License-Identifier: MIT
//! The functions of frames_more.c in Rust: as a developer would write them, on stable Rust without
//! crates. Prints one line for each: `NAME BYTES`, the size of its future. Before that it runs
//! each to its end, so that what is measured is what works.
//!
//!     rustc -O --edition 2021 frames_more.rs && ./frames_more

include!("frames_leaves.rs");
include!("frames_macros.rs");

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
    with! { with64 64 with128 128 with200 200 }

    // scalars

    pub async fn count_up(to: i32) -> i32 {
        let mut total = 0;
        for i in 0..to {
            yield_once().await;
            total += i;
        }
        total
    }

    pub async fn walk(text: &str) -> i32 {
        let mut total = 0;
        for &b in text.as_bytes() {
            total += b as i32;
            yield_once().await;
        }
        total
    }

    pub async fn twelve_live() -> i32 {
        let (a, b, c, d) = (number(), number(), number(), number());
        let (e, f, g, h) = (number(), number(), number(), number());
        let (i, j, k, l) = (number(), number(), number(), number());
        yield_once().await;
        a + b + c + d + e + f + g + h + i + j + k + l
    }

    pub async fn twelve_dead() -> i32 {
        let (a, b, c, d) = (number(), number(), number(), number());
        let (e, f, g, h) = (number(), number(), number(), number());
        let (i, j, k, l) = (number(), number(), number(), number());
        let total = a + b + c + d + e + f + g + h + i + j + k + l;
        yield_once().await;
        total
    }

    pub async fn flags() -> i32 {
        let (a, b, c, d) = (number() > 0, number() > 1, number() > 2, number() > 3);
        yield_once().await;
        a as i32 + b as i32 + c as i32 + d as i32
    }

    pub async fn small_ones() -> i32 {
        let a = number() as u8;
        let b = number() as u64;
        let c = number() as u16;
        let d = number() as u8;
        yield_once().await;
        (a as u64 + b + c as u64 + d as u64) as i32
    }

    pub async fn average(a: f64, b: f64) -> f64 {
        let mut total = a;
        yield_once().await;
        total += b;
        yield_once().await;
        total / 2.0
    }

    pub async fn product(a: u64, b: u64) -> u64 {
        yield_once().await;
        a * b
    }

    pub async fn nothing() {
        yield_once().await;
    }

    // statements

    pub async fn in_condition(limit: i32) -> i32 {
        let mut n = 0;
        while tiny(n).await.unwrap_or(-1) < limit {
            n += 1;
        }
        n
    }

    pub async fn both(a: i32, b: i32) -> bool {
        tiny(a).await.unwrap_or(-1) > 0 && tiny(b).await.unwrap_or(-1) > 0
    }

    pub async fn choice(large: bool) -> i32 {
        if large { with200(1).await } else { with64(2).await }
    }

    pub async fn switched(kind: i32) -> Result<i32, i32> {
        match kind {
            0 => {
                let mut small = [0u8; 64];
                fill(&mut small, 1);
                yield_once().await;
                Ok(sum(&small))
            }
            1 => {
                let mut large = [0u8; 256];
                fill(&mut large, 2);
                yield_once().await;
                Ok(sum(&large))
            }
            _ => tiny(kind).await,
        }
    }

    pub async fn scopes_in_scopes() -> i32 {
        let mut outer = [0u8; 64];
        fill(&mut outer, 1);
        yield_once().await;
        {
            let mut middle = [0u8; 128];
            fill(&mut middle, 2);
            yield_once().await;
            {
                let mut inner = [0u8; 256];
                fill(&mut inner, 3);
                yield_once().await;
                report(sum(&inner));
            }
            report(sum(&middle));
        }
        sum(&outer)
    }

    pub async fn in_loop_body(n: i32) -> i32 {
        let mut total = 0;
        for i in 0..n {
            let mut buf = [0u8; 512];
            fill(&mut buf, i as u8);
            yield_once().await;
            total += sum(&buf);
        }
        total
    }

    pub async fn search(rows: i32, columns: i32) -> i32 {
        let mut found = 0;
        'out: for i in 0..rows {
            for j in 0..columns {
                if tiny(i * columns + j).await == Ok(5) {
                    found = i + j;
                    break 'out;
                }
            }
        }
        yield_once().await;
        found
    }

    pub async fn early(deep: bool) -> Result<i32, i32> {
        if !deep {
            return tiny(1).await;
        }
        let mut buf = [0u8; 512];
        fill(&mut buf, 1);
        yield_once().await;
        Ok(sum(&buf))
    }

    pub async fn in_arguments() -> Result<i32, i32> {
        Ok(number() + tiny(tiny(tiny(3).await?).await?).await?)
    }

    pub async fn statement_expression(n: i32) -> Result<i32, i32> {
        let m = {
            let k = tiny(n).await?;
            k * 2
        };
        yield_once().await;
        Ok(m)
    }

    // structs and arrays

    pub struct Pair {
        pub first: i64,
        pub second: i64,
    }

    pub struct Record {
        pub bytes: [u8; 64],
    }

    async fn make_record(seed: u8) -> Record {
        let mut r = Record { bytes: [0; 64] };
        fill(&mut r.bytes, seed);
        yield_once().await;
        r
    }

    pub async fn struct_result() -> i32 {
        let r = make_record(1).await;
        sum(&r.bytes)
    }

    pub async fn swapped(p: Pair) -> Pair {
        yield_once().await;
        Pair { first: p.second, second: p.first }
    }

    pub async fn kept_argument(r: Record) -> i32 {
        yield_once().await;
        report(sum(&r.bytes));
        yield_once().await;
        sum(&r.bytes)
    }

    async fn fill_for(buf: &mut [u8]) {
        yield_once().await;
        fill(buf, 1);
    }

    pub async fn lends() -> i32 {
        let mut buf = [0u8; 256];
        fill_for(&mut buf).await;
        sum(&buf)
    }

    #[repr(align(64))]
    struct Line {
        bytes: [u8; 64],
    }

    pub async fn aligned() -> i32 {
        let mut l = Line { bytes: [0; 64] };
        fill(&mut l.bytes, 1);
        yield_once().await;
        sum(&l.bytes)
    }

    // calls

    pub async fn five_children() -> i32 {
        let mut total = 0;
        total += with64(1).await;
        total += with128(2).await;
        total += with200(3).await;
        total += with128(4).await;
        total += with64(5).await;
        total
    }

    async fn level3(seed: i32) -> i32 {
        let mut buf = [0u8; 64];
        fill(&mut buf, seed as u8);
        let n = with128(seed).await;
        n + sum(&buf)
    }

    async fn level2(seed: i32) -> i32 {
        let mut buf = [0u8; 64];
        fill(&mut buf, seed as u8);
        let n = level3(seed).await;
        n + sum(&buf)
    }

    pub async fn level1(seed: i32) -> i32 {
        let mut buf = [0u8; 64];
        fill(&mut buf, seed as u8);
        let n = level2(seed).await;
        n + sum(&buf)
    }

    pub async fn factorial(n: i32) -> i32 {
        if n < 2 {
            return 1;
        }
        n * Box::pin(factorial(n - 1)).await
    }

    async fn is_odd(n: i32) -> bool {
        if n == 0 {
            return false;
        }
        Box::pin(is_even(n - 1)).await
    }

    pub async fn is_even(n: i32) -> bool {
        if n == 0 {
            return true;
        }
        is_odd(n - 1).await
    }

    // errors and cleaning up

    pub async fn retried(times: i32) -> Result<i32, i32> {
        let mut last = Err(-1);
        for i in 0..times {
            last = tiny(i - 1).await;
            if last.is_ok() {
                return last;
            }
            yield_once().await;
        }
        last
    }

    pub async fn tried(conn: &mut Conn) -> Result<i32, i32> {
        let mut head = [0u8; 16];
        conn.read(&mut head).await?;
        let n = conn.read(&mut head).await?;
        Ok(n as i32)
    }

    async fn closing() {
        yield_once().await;
    }

    async fn deferred_body(n: i32) -> Result<i32, i32> {
        let a = tiny(n).await?;
        let b = tiny(a + 1).await?;
        Ok(a + b)
    }

    pub async fn deferred(n: i32) -> Result<i32, i32> {
        let result = deferred_body(n).await;
        closing().await;
        result
    }

    // connections

    pub async fn copy(from: &mut Conn, to: &mut Conn) -> Result<i32, i32> {
        let mut buf = [0u8; 1024];
        let mut total = 0;
        loop {
            let n = from.read(&mut buf).await?;
            if n == 0 {
                return Ok(total);
            }
            to.write_all(&buf[..n]).await?;
            total += n as i32;
        }
    }

    pub async fn lines(conn: &mut Conn) -> Result<i32, i32> {
        let mut buf = [0u8; 512];
        let mut have = 0;
        let mut count = 0;
        loop {
            let n = conn.read(&mut buf[have..]).await?;
            if n == 0 {
                return Ok(count);
            }
            have += n;
            if have > buf.len() / 2 {
                count += 1;
                conn.write_all(&buf[..have]).await?;
                have = 0;
            }
        }
    }

    async fn left_half(seed: u8) -> i32 {
        let mut buf = [0u8; 128];
        fill(&mut buf, seed);
        yield_once().await;
        sum(&buf)
    }

    async fn right_half(seed: u8) -> i32 {
        let mut buf = [0u8; 128];
        fill(&mut buf, seed + 1);
        yield_once().await;
        sum(&buf)
    }

    pub async fn joined() -> i32 {
        let (a, b) = join!(left_half(1), right_half(2));
        report(a);
        report(b);
        0
    }

    async fn one_of(seed: u8) -> i32 {
        let mut buf = [0u8; 100];
        fill(&mut buf, seed);
        yield_once().await;
        sum(&buf)
    }

    async fn other_of(seed: u8) -> i32 {
        let mut buf = [0u8; 100];
        fill(&mut buf, seed + 1);
        yield_once().await;
        sum(&buf)
    }

    pub async fn selected() -> i32 {
        select!(one_of(1), other_of(2))
    }

    async fn first_of(seed: u8) -> Result<i32, i32> {
        let mut buf = [0u8; 64];
        fill(&mut buf, seed);
        yield_once().await;
        Ok(1)
    }

    async fn second_of(seed: u8) -> Result<i32, i32> {
        let mut buf = [0u8; 64];
        fill(&mut buf, seed);
        yield_once().await;
        Ok(2)
    }

    pub async fn try_joined(seed: u8) -> Result<i32, i32> {
        try_join!(first_of(seed), second_of(seed))?;
        Ok(seed as i32)
    }

    pub async fn summed() -> Result<i32, i32> {
        let (a, b, c) = join3!(tiny(1), tiny(2), tiny(3));
        Ok(a? + b? + c?)
    }
}

fn conn(left: u32) -> &'static mut Conn {
    Box::leak(Box::new(Conn::new(left)))
}

fn main() {
    show("count_up", set::count_up(3));
    show("walk", set::walk("edo"));
    show("twelve_live", set::twelve_live());
    show("twelve_dead", set::twelve_dead());
    show("flags", set::flags());
    show("small_ones", set::small_ones());
    show("average", set::average(1.0, 2.0));
    show("product", set::product(2, 3));
    show("nothing", set::nothing());
    show("in_condition", set::in_condition(2));
    show("both", set::both(1, 1));
    show("choice", set::choice(true));
    show("switched", set::switched(1));
    show("scopes_in_scopes", set::scopes_in_scopes());
    show("in_loop_body", set::in_loop_body(2));
    show("search", set::search(3, 3));
    show("early", set::early(true));
    show("in_arguments", set::in_arguments());
    show("statement_expression", set::statement_expression(2));
    show("struct_result", set::struct_result());
    show("swapped", set::swapped(set::Pair { first: 1, second: 2 }));
    show("kept_argument", set::kept_argument(set::Record { bytes: [1; 64] }));
    show("lends", set::lends());
    show("aligned", set::aligned());
    show("five_children", set::five_children());
    show("level1", set::level1(1));
    show("factorial", set::factorial(5));
    show("is_even", set::is_even(5));
    show("retried", set::retried(3));
    show("tried", set::tried(conn(4)));
    show("deferred", set::deferred(1));
    show("copy", set::copy(conn(4), conn(0)));
    show("lines", set::lines(conn(9)));
    show("joined", set::joined());
    show("selected", set::selected());
    show("try_joined", set::try_joined(3));
    show("summed", set::summed());
}
