// The least that a request over libnats costs: no encoding, no headers, no actor, no deadline. The reference of calls.
//
//   raw-nats answer             answers every request with as many bytes as a typed answer has
//   raw-nats call               "2.0 1 0" on standard input: one natsConnection_Request after the other, for 2 s
//                               "2.0 64 0": 64 of them open at once, each answer sends the next
#include <nats/nats.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ANSWER = 512, MOST_OPEN = 1024, MOST = 4000000 };
static const char question[] = "0192a3b4-c5d6-7e8f-9012-3456789abcde\n\n";
static char answer[ANSWER];

static int64_t took[MOST], begun[MOST_OPEN], end;
static int count, open_now;
static char inbox[64];
static natsConnection *connection;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void check(natsStatus status, const char *doing) {
    if (status == NATS_OK) return;
    fprintf(stderr, "%s: %s\n", doing, natsStatus_GetText(status));
    exit(1);
}

static int by_size(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static void tell(int64_t elapsed) {
    qsort(took, count, sizeof took[0], by_size);
    double p50 = count ? took[count / 2] / 1e3 : 0, p99 = count ? took[(int)(count * 0.99)] / 1e3 : 0;
    printf("{\"count\":%d,\"seconds\":%.6f,\"p50\":%.1f,\"p99\":%.1f}\n", count, elapsed / 1e9, p50, p99);
    fflush(stdout);
}

static void on_question(natsConnection *nc, natsSubscription *sub, natsMsg *message, void *closure) {
    (void)sub, (void)closure;
    natsConnection_Publish(nc, natsMsg_GetReply(message), answer, sizeof answer);
    natsMsg_Destroy(message);
}

static void ask(int slot) {
    char reply[80];
    snprintf(reply, sizeof reply, "%s.%d", inbox, slot);
    begun[slot] = now();
    check(natsConnection_PublishRequest(connection, "raw.bench.get", reply, question, sizeof question - 1), "asking");
}

static void on_answer(natsConnection *nc, natsSubscription *sub, natsMsg *message, void *closure) {
    (void)nc, (void)sub, (void)closure;
    int slot = atoi(strrchr(natsMsg_GetSubject(message), '.') + 1);
    int64_t at = now();
    natsMsg_Destroy(message);
    if (count < MOST) took[count++] = at - begun[slot];
    if (at < end) ask(slot);
    else __atomic_fetch_sub(&open_now, 1, __ATOMIC_SEQ_CST);
}

static void one_by_one(double seconds) {
    int64_t start = now(), at = start;
    end = start + (int64_t)(seconds * 1e9);
    while (at < end) {
        natsMsg *reply = NULL;
        check(natsConnection_Request(&reply, connection, "raw.bench.get", question, sizeof question - 1, 5000), "asking");
        natsMsg_Destroy(reply);
        int64_t then = at;
        at = now();
        if (count < MOST) took[count++] = at - then;
    }
    tell(at - start);
}

static void many(double seconds, int width) {
    int64_t start = now();
    end = start + (int64_t)(seconds * 1e9);
    open_now = width;
    for (int slot = 0; slot < width; slot++) ask(slot);
    while (__atomic_load_n(&open_now, __ATOMIC_SEQ_CST) > 0) nats_Sleep(1);
    tell(now() - start);
}

int main(int given, char **arguments) {
    if (given != 2) return 64;
    memset(answer, 'a', sizeof answer);
    natsOptions *options = NULL;
    check(natsOptions_Create(&options), "making options");
    check(natsOptions_SetURL(options, getenv("BENCH_NATS_URL")), "the address");
    check(natsOptions_SetUserInfo(options, getenv("BENCH_NATS_USER"), getenv("BENCH_NATS_PASSWORD")), "the user");
    check(natsOptions_SetSendAsap(options, true), "writing at once");
    check(natsConnection_Connect(&connection, options), "connecting");
    natsSubscription *subscription = NULL;
    if (strcmp(arguments[1], "answer") == 0) {
        check(natsConnection_QueueSubscribe(&subscription, connection, "raw.bench.>", "raw", on_question, NULL), "subscribing");
    } else {
        snprintf(inbox, sizeof inbox, "_INBOX_raw.%lld", (long long)now());
        char all[80];
        snprintf(all, sizeof all, "%s.*", inbox);
        check(natsConnection_Subscribe(&subscription, connection, all, on_answer, NULL), "subscribing");
    }
    check(natsConnection_Flush(connection), "flushing");
    puts("ready");
    fflush(stdout);
    double seconds, rate;
    int width;
    while (scanf("%lf %d %lf", &seconds, &width, &rate) == 3) {
        count = 0;
        if (strcmp(arguments[1], "answer") == 0) nats_Sleep((int64_t)(seconds * 1000)), tell((int64_t)(seconds * 1e9));
        else if (width <= 1) one_by_one(seconds);
        else many(seconds, width < MOST_OPEN ? width : MOST_OPEN);
    }
    return 0;
}
