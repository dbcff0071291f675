/* SPDX-License-Identifier: MIT */
#include <edo.h>

async void main(void)
{
}
