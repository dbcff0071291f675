/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int main(int argc, char **argv, char **envp)
{
    return argc;
}
