/* SPDX-License-Identifier: MIT */
_Async int f(int n);
int h(edo_call_of(int) c);
int i(int n) { return _Await f(n); }
