/* SPDX-License-Identifier: MIT */
/*
 * Runs the simulated module on a virtual clock, for days: random commands, restarts, kills and faults. After each, the
 * settings must be those that were saved, the dmstate must be possible, and memory must not grow.
 *
 * usage: sim_soak SEED HOURS STATE_FILE
 */
#include "device.h"
#include "qdmp/port/crypto_psa.h"
#include "soak_server.h"

#include <inttypes.h>
#include <psa/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, ANSWER_ROOM = 4096, COMMAND_ROOM = 256 };

/* The settings that the soak expects. */
typedef struct known {
    unsigned mode, port, period, who, rom; /* `who` 0: no credentials; 1: credentials that make no valid name */
} known;

typedef struct soak {
    uint64_t now;
    sim_random random;
    faults faults;
    device device;
    device_config config;
    output out;
    trace trace;
    qdmp_crypto crypto;
    soak_server server;
    known stored, in_force;
    bool radio;
    uint64_t changed;       /* last change of the settings in force, the radio or the process */
    uint64_t healthy_since; /* since when server and network work */
    uint64_t phase_ends;
    bool calm;                /* nothing changes in this phase, so the state of the registration is certain */
    char answer[ANSWER_ROOM]; /* to the last command, without noise */
    size_t size;
    uint32_t commands, unanswered, restarts, losses, kills, states, certain, stores, reads;
    uint64_t steps;
} soak;

static _Noreturn void fail(const soak *at, const char *what) {
    printf("FAILED after %" PRIu64 " s of simulated time, %" PRIu32 " commands: %s\nthe last answer: %s\n",
           at->now / SECOND, at->commands, what, at->answer);
    exit(1);
}

static uint32_t below(soak *at, uint32_t limit) {
    return sim_random_below(&at->random, limit);
}

/* --- the network -------------------------------------------------------------------------------------------------- */

static bool open_socket(void *context, const address *server) {
    (void)context;
    return !strcmp(server->host, "127.0.0.1");
}

static void close_socket(void *context) {
    (void)context;
}

static void to_server(void *context, qdmp_span datagram) {
    soak *at = (soak *)context;
    char bytes[256];
    size_t size = soak_server_answer(&at->server, at->now, datagram, (qdmp_room){bytes, sizeof bytes});
    if (size)
        device_datagram(&at->device, at->now, (qdmp_span){bytes, size});
}

static uint32_t random_number(void *context) {
    soak *at = (soak *)context;
    return sim_random_next(&at->random);
}

/* --- time --------------------------------------------------------------------------------------------------------- */

static void take_output(soak *at) {
    qdmp_span bytes;
    while (device_output(&at->device, at->now, &bytes)) {
        for (size_t i = 0; i < bytes.len && at->size < ANSWER_ROOM - 1; i++) {
            unsigned char byte = (unsigned char)bytes.ptr[i];
            if (byte == '\n' || (byte >= 0x20 && byte < 0x7f))
                at->answer[at->size++] = bytes.ptr[i];
        }
        device_written(&at->device);
    }
    at->answer[at->size] = 0;
}

static void step(soak *at, uint64_t limit) {
    uint32_t wait = device_wait(&at->device, at->now);
    at->now = wait < limit - at->now ? at->now + wait : limit;
    device_run(&at->device, at->now);
    take_output(at);
    at->steps++;
}

static void pass(soak *at, uint64_t ms) {
    uint64_t end = at->now + ms;
    do
        step(at, end);
    while (at->now < end);
    device_run(&at->device, at->now);
    take_output(at);
}

/* --- the host ----------------------------------------------------------------------------------------------------- */

static bool has_line(const soak *at, const char *text) {
    size_t size = strlen(text);
    for (const char *line = at->answer; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (!strncmp(line, text, size) && (line[size] == '\n' || !line[size]))
            return true;
    }
    return false;
}

static bool has_error(const soak *at) {
    return has_line(at, "ERROR") || strstr(at->answer, "\n+CME ERROR: ");
}

typedef enum verdict { VERDICT_OK, VERDICT_ERROR, VERDICT_NONE } verdict;

/* Sends a command line, and waits for its result code. */
static verdict ask(soak *at, const char *command) {
    char line[COMMAND_ROOM];
    int size = snprintf(line, sizeof line, "%s\r", command);
    uint64_t end = at->now + 10 * SECOND;
    at->size = 0;
    at->commands++;
    device_receive(&at->device, at->now, (qdmp_span){line, (size_t)size});
    device_run(&at->device, at->now);
    take_output(at);
    while (at->now < end) {
        if (has_line(at, "OK"))
            return VERDICT_OK;
        if (has_error(at))
            return VERDICT_ERROR;
        step(at, end);
    }
    at->unanswered++;
    return VERDICT_NONE;
}

/* Sends a command that changes nothing, so that it can be sent until it is answered. */
static void ask_surely(soak *at, const char *command) {
    for (unsigned i = 0; i < 20; i++) {
        verdict found = ask(at, command);
        if (found == VERDICT_OK)
            return;
        if (found == VERDICT_ERROR && strncmp(command, "AT+QDMPCFG=4,2", 14) != 0)
            fail(at, command);
        if (found == VERDICT_ERROR)
            return;
    }
    fail(at, "no answer after twenty tries");
}

/* --- settings ----------------------------------------------------------------------------------------------------- */

static void expect(const soak *at, const char *line, const char *of) {
    char text[2 * COMMAND_ROOM];
    if (has_line(at, line))
        return;
    snprintf(text, sizeof text, "%s: no line %s", of, line);
    fail(at, text);
}

static void credentials_line(char *line, unsigned who) {
    snprintf(line, COMMAND_ROOM, "+QDMPCFG: 2,M%s%u,pass****,1,863703030822519", who == 1 ? "@#@" : "", who);
}

static void check_in_force(soak *at) {
    char line[COMMAND_ROOM];
    const known *those = &at->in_force;
    ask_surely(at, "AT+QDMPCFG?");
    snprintf(line, sizeof line, "+QDMPCFG: 0,%u", those->mode);
    expect(at, line, "in force");
    snprintf(line, sizeof line, "+QDMPCFG: 1,127.0.0.1,%u,%u", those->port, those->period);
    expect(at, line, "in force");
    credentials_line(line, those->who);
    if (those->who)
        expect(at, line, "in force");
    else if (strstr(at->answer, "+QDMPCFG: 2"))
        fail(at, "credentials are in force");
}

/* Whether the stored settings are `those`. One setting may have been saved. */
static bool is_stored(soak *at, const known *those) {
    char line[COMMAND_ROOM];
    ask_surely(at, "AT+QDMPCFG=4,0;+QDMPCFG=4,1;+QDMPCFGEX=2,1");
    snprintf(line, sizeof line, "+QDMPCFGEX: 2,rom%u,1,2,3", those->rom);
    bool same = has_line(at, line);
    snprintf(line, sizeof line, "+QDMPCFG: 0,%u", those->mode);
    same = same && has_line(at, line);
    snprintf(line, sizeof line, "+QDMPCFG: 1,127.0.0.1,%u,%u", those->port, those->period);
    same = same && has_line(at, line);
    ask_surely(at, "AT+QDMPCFG=4,2");
    credentials_line(line, those->who);
    return same && (those->who ? has_line(at, line) : !strstr(at->answer, "+QDMPCFG: 2"));
}

static void check_stored(soak *at) {
    if (!is_stored(at, &at->stored))
        fail(at, "what is stored is not what was saved");
}

static void note_change(soak *at) {
    at->in_force = at->stored;
    at->radio = true;
    at->changed = at->now;
}

/* Power may be lost during a command. The simulated module then starts again with the stored settings in force. */
static bool lost_power(soak *at, uint32_t stored_before) {
    return at->faults.reset_at > stored_before && at->device.nvram.stored >= at->faults.reset_at;
}

/* Sends a command that saves `then`. If it is not answered with OK, the old or the new settings are stored. */
static void save(soak *at, const char *command, known then) {
    uint32_t before = at->device.nvram.stored;
    at->stores++;
    verdict found = ask(at, command);
    bool lost = lost_power(at, before);
    if (found == VERDICT_ERROR && !at->faults.fail_nvram)
        fail(at, command);
    if (found == VERDICT_OK || is_stored(at, &then))
        at->stored = then;
    if (lost) {
        note_change(at);
        at->losses++;
    }
    check_stored(at);
}

static void save_something(soak *at) {
    char command[COMMAND_ROOM];
    known then = at->stored;
    switch (below(at, 6)) {
    case 0:
    case 1:
        then.mode = below(at, 3) != 0;
        snprintf(command, sizeof command, "AT+QDMPCFG=0,%u", then.mode);
        break;
    case 2:
        then.port = 1 + below(at, 65535);
        then.period = 300 + below(at, 3000);
        snprintf(command, sizeof command, "AT+QDMPCFG=1,127.0.0.1,%u,%u", then.port, then.period);
        break;
    case 3:
        then.who = below(at, 8) ? 2 + below(at, 9) : 1;
        snprintf(command, sizeof command, "AT+QDMPCFG=2,\"M%s%u\",\"password%u\",1,863703030822519",
                 then.who == 1 ? "@#@" : "", then.who, then.who);
        break;
    case 4:
        then.who = below(at, 4) ? then.who : 0;
        if (then.who)
            return;
        snprintf(command, sizeof command, "AT+QDMPCFG=5,2");
        break;
    default:
        then.rom = below(at, 1000);
        snprintf(command, sizeof command, "AT+QDMPCFGEX=2,0,\"rom%u\",\"1\",\"2\",\"3\"", then.rom);
        break;
    }
    save(at, command, then);
}

/* --- restarts ----------------------------------------------------------------------------------------------------- */

static void restart(soak *at) {
    ask(at, below(at, 2) ? "AT+QRST=1" : "AT+CFUN=1,1"); /* executed even if it is not answered */
    at->restarts++;
    note_change(at);
    pass(at, SECOND);
    check_in_force(at);
}

static void open_device(soak *at) {
    if (!device_open(&at->device, &at->config))
        fail(at, "cannot be opened");
    device_power_up(&at->device, at->now);
}

/* A process that is killed sends no de-register. */
static void kill_it(soak *at) {
    device_close(&at->device);
    at->kills++;
    at->faults.reset_at = 0;
    open_device(at);
    note_change(at);
    check_in_force(at);
    check_stored(at);
}

static void switch_radio(soak *at) {
    bool on = below(at, 2);
    if (at->faults.mute || ask(at, on ? "AT+CFUN=1" : "AT+CFUN=0") != VERDICT_OK)
        return;
    at->changed = on == at->radio ? at->changed : at->now;
    at->radio = on;
}

/* --- dmstate ------------------------------------------------------------------------------------------------------ */

static unsigned dmstate(soak *at) {
    ask_surely(at, "AT+QDMPCFG=6");
    const char *found = strstr(at->answer, "+QDMPCFG: 6,");
    if (!found)
        fail(at, "no dmstate");
    return (unsigned)strtoul(found + strlen("+QDMPCFG: 6,"), NULL, 10);
}

static bool is_success(unsigned state) {
    return state == QDMP_DMSTATE_REG_SUCCESS || state == QDMP_DMSTATE_UPDATE_SUCCESS;
}

static bool is_healthy(const soak *at) {
    return !at->faults.drop && !at->faults.silent_server && at->server.mood == MOOD_GOOD;
}

/*
 * The longest time for which a module may stay unregistered although all is well: the longest wait between two
 * registers, and the retransmissions of a register.
 */
enum { CERTAIN = 3600 * SECOND + 400 * SECOND };

static void check_dmstate(soak *at) {
    unsigned state = dmstate(at);
    bool allowed = at->in_force.mode && at->in_force.who && at->radio;
    uint64_t since = at->changed > at->healthy_since ? at->changed : at->healthy_since;
    at->states++;
    if (!allowed && at->now - at->changed > 400 * SECOND && state != QDMP_DMSTATE_INITIAL_STATE)
        fail(at, "not allowed, and not in the initial state");
    if (allowed && at->in_force.who == 1 && state != QDMP_DMSTATE_REG_FAILED)
        fail(at, "no name, and not failed");
    if (!allowed || at->in_force.who == 1)
        return;
    if (is_success(state) && (!at->server.registered || at->server.expires < at->now))
        fail(at, "registered, and the server knows nothing of it");
    if (is_healthy(at) && at->now - since > CERTAIN) {
        at->certain++;
        if (!is_success(state))
            fail(at, "all is well, and it is not registered");
    }
}

static void read_object(soak *at) {
    char bytes[64];
    size_t size = soak_server_read((qdmp_room){bytes, sizeof bytes}, (uint16_t)below(at, 65536));
    uint32_t before = at->server.contents;
    bool certain = is_success(dmstate(at)) && !at->faults.drop && !at->faults.silent_server;
    bool allowed = at->in_force.mode && at->in_force.who && at->radio;
    device_datagram(&at->device, at->now, (qdmp_span){bytes, size});
    pass(at, 3 * SECOND);
    if (certain && allowed && at->server.contents == before)
        fail(at, "object 666 is not answered");
    at->reads += at->server.contents != before;
}

/* --- a day -------------------------------------------------------------------------------------------------------- */

static void make_noise(soak *at) {
    char bytes[40];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)below(at, 256);
    device_receive(&at->device, at->now, (qdmp_span){bytes, sizeof bytes});
    device_run(&at->device, at->now);
    take_output(at);
    device_hang_up(&at->device, at->now);
}

/* Other faults, and another behaviour of the server, for minutes or hours. */
static void begin_phase(soak *at) {
    bool was_healthy = is_healthy(at);
    soak_mood mood = below(at, 3) ? MOOD_GOOD : (soak_mood)below(at, MOOD_COUNT);
    memset(&at->faults, 0, sizeof at->faults);
    at->faults.noise = !below(at, 3);
    at->faults.split = !below(at, 4);
    at->faults.urc = !below(at, 3);
    at->faults.late = below(at, 4) ? 0 : below(at, 1000);
    at->faults.mute = below(at, 4) ? 0 : 2 + below(at, 9);
    at->faults.fail_nvram = below(at, 4) ? 0 : 2 + below(at, 5);
    at->faults.slow_nvram = below(at, 4) ? 0 : below(at, 2000);
    at->faults.reset_at = below(at, 2) ? 0 : at->device.nvram.stored + 1 + below(at, 4);
    at->faults.drop = below(at, 3) ? 0 : below(at, 60);
    at->faults.twice = below(at, 3) ? 0 : below(at, 60);
    at->faults.delay = below(at, 3) ? 0 : below(at, 1500);
    at->faults.silent_server = !below(at, 12);
    at->server.mood = mood;
    if (!was_healthy || !is_healthy(at))
        at->healthy_since = at->now;
    at->calm = below(at, 2);
    at->phase_ends = at->now + (uint64_t)(is_healthy(at) ? 4 * HOUR : HOUR) / 8 * (1 + below(at, 8));
}

static void act(soak *at) {
    enum { FIRST_OF_CALM = 4 };
    switch (at->calm ? FIRST_OF_CALM + below(at, 36) : below(at, 40)) {
    case 0: restart(at); break;
    case 1: kill_it(at); break;
    case 2: switch_radio(at); break;
    case 3: make_noise(at); break;
    case 4:
    case 5: read_object(at); break;
    case 6:
    case 7:
    case 8:
        if (!at->calm)
            save_something(at);
        break;
    case 9: check_in_force(at); break;
    case 10: check_stored(at); break;
    case 11: ask_surely(at, "ATI;+CSQ;+CEREG?;+CGSN"); break;
    default: check_dmstate(at); break;
    }
}

/* A sanitizer and valgrind do not reuse freed memory: it grows whatever the program does. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MEMORY_IS_KEPT 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define MEMORY_IS_KEPT 1
#endif

static bool memory_tells(void) {
#ifdef MEMORY_IS_KEPT
    return false;
#else
    return !getenv("QDMP_UNDER_VALGRIND");
#endif
}

/* In kB; 0 if the system does not report it. */
static long resident(void) {
    long pages = 0, ignored;
    FILE *status = fopen("/proc/self/statm", "r");
    if (status && fscanf(status, "%ld %ld", &ignored, &pages) != 2)
        pages = 0;
    if (status)
        fclose(status);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

/* The settings at the beginning of a soak. From then on no information line of them is missing. */
static void set_up(soak *at) {
    known first = {0, 5683, 300, 0, 1};
    at->stored = (known){0, 5683, 86400, 0, 0};
    if (ask(at, "AT+QDMPCFGEX=2,0,\"rom1\",\"1\",\"2\",\"3\";+QDMPCFG=1,127.0.0.1,5683,300") != VERDICT_OK)
        fail(at, "setting up");
    at->stored = first;
    restart(at);
}

static void run(soak *at, uint64_t hours) {
    uint64_t end = at->now + hours * HOUR;
    long early = 0;
    while (at->now < end) {
        if (at->now >= at->phase_ends)
            begin_phase(at);
        act(at);
        pass(at, 1 + below(at, at->calm ? 4 * MINUTE : 20 * SECOND));
        if (!early && at->now > end - hours * HOUR / 2)
            early = resident();
    }
    long grown = resident() - early;
    printf("%" PRIu64 " h, %" PRIu64 " steps, %" PRIu32 " commands (%" PRIu32 " unanswered, %" PRIu32 " that save); ",
           hours, at->steps, at->commands, at->unanswered, at->stores);
    printf("%" PRIu32 " restarts, %" PRIu32 " losses of power, %" PRIu32 " kills; ", at->restarts, at->losses,
           at->kills);
    printf("%" PRIu32 " dmstates (%" PRIu32 " of them certain); ", at->states, at->certain);
    printf("%" PRIu32 " registers, %" PRIu32 " updates, %" PRIu32 " de-registers, %" PRIu32 " reads; ",
           at->server.registers, at->server.updates, at->server.deregisters, at->reads);
    printf("memory %ld kB, grown by %ld\n", resident(), grown);
    if (grown > 256 && memory_tells())
        fail(at, "memory grows");
}

static device_config configuration(soak *at, const char *state) {
    platform_config stay = {.crypto = &at->crypto,
                            .open = open_socket,
                            .close = close_socket,
                            .send = to_server,
                            .random = random_number,
                            .context = at};
    return (device_config){.imei = "490154203237518",
                           .imsi = "001010123456789",
                           .restart_urc = "RDY",
                           .state = state,
                           .clock_rate = 1,
                           .faults = &at->faults,
                           .trace = &at->trace,
                           .platform = stay};
}

int main(int argc, char **argv) {
    static soak whole;
    soak *at = &whole;
    if (argc != 4 || psa_crypto_init() != PSA_SUCCESS) {
        fputs("usage: sim_soak SEED HOURS STATE_FILE\n", stderr);
        return 2;
    }
    /* hides the messages of the simulator about settings that cannot be registered */
    if (!freopen("/dev/null", "w", stderr))
        return 2;
    at->random = (sim_random){strtoull(argv[1], NULL, 10)};
    at->crypto = qdmp_crypto_psa();
    at->out = output_open();
    at->trace = trace_open(&at->out, false);
    at->config = configuration(at, argv[3]);
    at->radio = true;
    open_device(at);
    set_up(at);
    run(at, strtoull(argv[2], NULL, 10));
    device_close(&at->device);
    trace_close(&at->trace);
    return output_close(&at->out);
}
