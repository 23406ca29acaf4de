import Core
import Messaging
import Testing
import TestSupport

@Suite(.timeLimit(.minutes(1)))
struct NudgeRelayTests {
    @Test func `a nudge wakes this replica and the others`() async throws {
        try await withNATSServer { server in
            let (one, two) = (server.connection("build-1"), server.connection("build-2"))
            let (here, there, other) = (Nudge(), Nudge(), Nudge())
            let relay = NudgeRelay(service: "build", nats: one, nudges: ["queue": here, "sources": other])
            let remote = NudgeRelay(service: "build", nats: two, nudges: ["queue": there])
            try await running([one, two, relay, remote]) {
                try await one.connected()
                try await two.connected()
                try await eventually("the other replica is woken") {
                    relay("queue")
                    let start = ContinuousClock.now
                    await there.wait(atMost: .seconds(1))
                    return ContinuousClock.now - start < .milliseconds(900)
                }
                let start = ContinuousClock.now
                await here.wait(atMost: .seconds(5))
                #expect(ContinuousClock.now - start < .seconds(1))
            }
        }
    }
}
