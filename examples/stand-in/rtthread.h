/* SPDX-License-Identifier: MIT */
/*
 * A stand-in for RT-Thread's header of this name (https://github.com/RT-Thread/rt-thread), written for this repository:
 * the declarations that ../at_client.c, ../at_server.c and their tests use, and no more. It has no code of RT-Thread.
 * Build with RT-Thread's own headers, not with these.
 */
#ifndef STAND_IN_RTTHREAD_H
#define STAND_IN_RTTHREAD_H

#include <stddef.h>
#include <stdint.h>

typedef size_t rt_size_t;
typedef int32_t rt_int32_t;

#define RT_NULL     NULL
#define RT_EOK      0
#define RT_ERROR    1
#define RT_ETIMEOUT 2
#define RT_EFULL    3
#define RT_EINVAL   10

#endif
