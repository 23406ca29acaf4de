import Core
import Foundation
import Testing
import TestSupport

extension System {
    /// Builds that are Jobs in a cluster: seen from their first line, ended in the middle, gone on with by another.
    @Suite(.enabled(if: Cluster.builds, "nothing is built in a cluster here")) struct ClusterBuildTests {
        /// A step that says a line every half second.
        private static func slow(_ platform: Platform, seconds: Int) throws -> [String: String] {
            try Samples.web(platform, page: "built by a Job").merging([
                "Dockerfile": """
                    FROM \(try platform.baseImage("static"))
                    WORKDIR /app
                    COPY . /app
                    RUN for i in $(seq 1 \(seconds * 2)); do echo "tick $i"; sleep 0.5; done
                    CMD ["/bin/sh", "/app/run.sh"]
                    """
            ]) { _, new in new }
        }

        private struct Begun {
            let cluster: Cluster
            let app: App
            let deployment: String
            let build: String

            func jobs() async throws -> [JSONValue] { try await objects("jobs") }
            func pods() async throws -> [JSONValue] { try await objects("pods") }

            func isGone() async throws -> Bool {
                let (jobs, pods) = (try await jobs(), try await pods())
                return jobs.isEmpty && pods.isEmpty
            }

            func lines() async throws -> [String] {
                let items = try await app.api.persistently(200, "GET", "builds/\(build)/logs?limit=200")["items"]?.array ?? []
                return items.compactMap { $0["message"]?.string }
            }

            func status() async throws -> String { try await app.api.persistently(200, "GET", "builds/\(build)")["status"]?.string ?? "" }

            private func objects(_ kind: String) async throws -> [JSONValue] {
                try JSONValue(parsing: try await cluster.kubectl("get", kind, "-A", "-l", "slipway.build=\(build)", "-o", "json"))["items"]?.array ?? []
            }
        }

        /// A deployment whose build has said its first line.
        private func begin(_ name: String, seconds: Int) async throws -> Begun {
            let platform = try Platform.running()
            let cluster = try #require(try Cluster.of(platform))
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Self.slow(platform, seconds: seconds))
            let app = try await App(api, platform, project: project, name, Samples.settings(repository))
            let deployment = try await app.deploy()
            let build = try await eventually("there is a build", within: .seconds(30)) {
                try await app.deployment(deployment)["build_id"]?.string ?? ""
            } until: { !$0.isEmpty }
            let begun = Begun(cluster: cluster, app: app, deployment: deployment, build: build)
            try await eventually("its first line is told while it goes on", within: .seconds(60), every: .milliseconds(100)) {
                try await begun.lines()
            } until: { $0.contains("tick 1") }
            return begun
        }

        /// Every line once, in order.
        private func expectTicks(_ lines: [String], seconds: Int) {
            #expect(lines.filter { $0.hasPrefix("tick ") } == (1...(seconds * 2)).map { "tick \($0)" })
        }

        @Test(.timeLimit(.minutes(4)))
        func `a Job builds a repository, its log is followed from the first line, and nothing of it stays`() async throws {
            let begun = try await begin("job", seconds: 4)
            #expect(try await begun.status() == "building")
            let job = try #require(try await begun.jobs().first)
            let pod = try #require(try await begun.pods().first)
            #expect(job["metadata"]?["labels"]?["slipway.installation"]?.string == begun.cluster.installation)
            #expect(pod["spec"]?["automountServiceAccountToken"]?.bool == false)
            let namespace = try await begun.cluster.object("ns", job["metadata"]?["namespace"]?.string ?? "")
            #expect(namespace["metadata"]?["labels"]?["pod-security.kubernetes.io/enforce"]?.string == "baseline")
            try await begun.app.ended(begun.deployment, as: "live")
            try await begun.app.says("built by a Job", within: .seconds(30))
            let lines = try await begun.lines()
            expectTicks(lines, seconds: 4)
            #expect(lines.first?.hasPrefix("Fetching ") == true && lines.last?.hasPrefix("Built sha256:") == true)
            #expect(lines.contains { $0.hasPrefix("STEP 3/4: RUN for i in") })
            try await eventually("its Job is gone", within: .seconds(30)) { try await begun.isGone() }
            try await begun.app.api.expect(202, "DELETE", "apps/\(begun.app.id)")
            try await eventually("the app is gone", within: .seconds(90)) { try await begun.app.api.call("GET", "apps/\(begun.app.id)").status == 404 }
        }

        @Test(.timeLimit(.minutes(4)))
        func `the next build of a project does not do again what has not changed`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            func files(_ page: String) throws -> [String: String] {
                try Samples.web(platform, page: page).merging([
                    "Dockerfile": """
                        FROM \(try platform.baseImage("static"))
                        WORKDIR /app
                        COPY run.sh /app/
                        RUN echo installing what it needs && date > /app/installed
                        COPY page.html /app/
                        CMD ["/bin/sh", "/app/run.sh"]
                        """
                ]) { _, new in new }
            }
            let repository = try Repository(platform, files("the first page"))
            let app = try await App(api, platform, project: project, "cached", Samples.settings(repository))
            func deploy(_ page: String) async throws -> [String] {
                let deployment = try await app.ended(app.deploy(), as: "live", within: .seconds(120))
                try await app.says(page)
                let build = deployment["build_id"]?.string ?? ""
                let items = try await api.expect(200, "GET", "builds/\(build)/logs?limit=200")["items"]?.array ?? []
                return items.compactMap { $0["message"]?.string }
            }
            let first = try await deploy("the first page")
            #expect(first.contains("installing what it needs"), "\(first)")
            _ = try repository.commit("Another page", files("the second page"))
            let second = try await deploy("the second page")
            #expect(!second.contains("installing what it needs"), "\(second)")
            try await api.expect(202, "DELETE", "apps/\(app.id)")
        }

        @Test(.timeLimit(.minutes(4)))
        func `a build that is cancelled in the middle is acknowledged when its Pod is gone`() async throws {
            let begun = try await begin("cancelled", seconds: 60)
            try await eventually("it is acknowledged", within: .seconds(40), every: .milliseconds(50)) {
                try await begun.app.api.call("POST", "builds/\(begun.build)/cancel").status
            } until: { $0 == 202 }
            #expect(try await begun.isGone())
            #expect(try await begun.status() == "cancelled")
            try await eventually("its deployment has ended", within: .seconds(30)) {
                try await begun.app.deployment(begun.deployment)["status"]?.string ?? ""
            } until: { ["failed", "cancelled"].contains($0) }
        }

        @Test(.timeLimit(.minutes(4)))
        func `a build service that is killed goes on with the same Job`() async throws {
            let begun = try await begin("adopted", seconds: 12)
            let uid = try await begun.jobs().first?["metadata"]?["uid"]
            let dead = try begun.app.platform.pids("build")
            for pid in dead { kill(pid, SIGKILL) }
            try await eventually("the supervisor started it again", within: .seconds(20)) {
                let now = try begun.app.platform.pids("build")
                return now.count == dead.count && Set(now).isDisjoint(with: dead)
            }
            #expect(try await begun.jobs().first?["metadata"]?["uid"] == uid && uid != nil)
            try await eventually("it is live", within: .seconds(120), every: .milliseconds(200)) {
                try await begun.app.api.persistently(200, "GET", "deployments/\(begun.deployment)")
            } until: { $0["status"]?.string == "live" }
            let build = try await begun.app.api.persistently(200, "GET", "builds/\(begun.build)")
            #expect(build["status"]?.string == "succeeded" && build["attempt"]?.int == 1)
            expectTicks(try await begun.lines(), seconds: 12)
        }

        @Test(.timeLimit(.minutes(3)))
        func `a step that fails is told with its last lines`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, [
                "Dockerfile": "FROM \(try platform.baseImage("static"))\nRUN echo before; echo missing semicolon; exit 3\n"
            ])
            let app = try await App(api, platform, project: project, "broken", Samples.settings(repository))
            let failure = try await app.ended(app.deploy(), as: "failed")["failure"]
            #expect(failure?["reason"]?.string == "build_failed")
            #expect(failure?["message"]?.string?.hasSuffix("exited with 3; its last lines: before / missing semicolon") == true, "\(failure?.encoded() ?? "")")
        }
    }
}
