import Core
import Foundation
import Testing
import TestSupport

extension System {
    /// Lines through the whole platform: containers, the log service's replicas, the gateway.
    @Suite struct LogTests {
        @Test(.timeLimit(.minutes(4))) func `numbered lines are stored once and in order, over killed replicas of the log service`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let files = try Samples.dockerfile(
                platform,
                """
                mkdir -p /tmp/www
                (i=0; while [ $i -lt 3000 ]; do i=$((i + 1)); echo "number $i"; if [ $((i % 25)) = 0 ]; then sleep 0.1; fi; done) &
                exec busybox httpd -f -p "$PORT" -h /tmp/www
                """)
            let repository = try Repository(platform, files)
            let app = try await App(api, platform, project: project, "numbers", Samples.settings(repository))
            try await app.ended(app.deploy(), as: "live")
            for _ in 0..<3 {
                let before = try platform.pids("log")
                for pid in before { kill(pid, SIGKILL) }
                try await eventually("the supervisor started them again", within: .seconds(20)) {
                    let now = try platform.pids("log")
                    return now.count == before.count && Set(now).isDisjoint(with: before)
                }
                try await Task.sleep(for: .seconds(1))
            }
            try await eventually("the last number is stored", within: .seconds(90)) {
                try await LineFollower.history(app).last { $0.hasPrefix("number") }
            } until: { $0 == "number 3000" }
            let numbers = try await LineFollower.history(app).filter { $0.hasPrefix("number") }
            #expect(numbers == (1...3000).map { "number \($0)" })
            _ = try await api.persistently(202, "DELETE", "apps/\(app.id)")
        }
    }
}
