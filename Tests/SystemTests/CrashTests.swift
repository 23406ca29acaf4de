import Core
import Foundation
import Testing
import TestSupport

extension System {
    /// `kill -9` and an outage of the bus: deployments go on and end once.
    @Suite struct CrashTests {
        @Test(.timeLimit(.minutes(5)), arguments: ["user", "project", "app", "build", "deploy", "log", "gateway"])
        func `a killed service changes nothing about how a deployment ends`(service: String) async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "before"))
            let app = try await App(api, platform, project: project, "killed", Samples.settings(repository))
            try await app.ended(app.deploy(), as: "live")
            let commit = try repository.commit(
                "After",
                [
                    "page.html": "after",
                    "Dockerfile": """
                    FROM \(try platform.baseImage("static"))
                    WORKDIR /app
                    RUN sleep 2
                    COPY . /app
                    CMD ["/bin/sh", "/app/run.sh"]
                    """,
                ])
            let deployment = try await api.persistently(202, "POST", "apps/\(app.id)/deployments", [:], key: "crash-\(commit)")["id"]?.string ?? ""

            // Every replica dies, once while it builds and once while it rolls out.
            for moment in ["building", "deploying"] {
                try await eventually("it is \(moment), or past it", within: .seconds(60), every: .milliseconds(20)) {
                    try await api.persistently(200, "GET", "deployments/\(deployment)")["status"]?.string ?? ""
                } until: { $0 == moment || $0 == "deploying" || $0 == "live" }
                let dead = try platform.pids(service)
                for pid in dead { kill(pid, SIGKILL) }
                try await eventually("the supervisor started \(service) again", within: .seconds(20)) {
                    let now = try platform.pids(service)
                    return now.count == dead.count && (Set(now).isDisjoint(with: dead))
                }
            }

            try await eventually("it is live", within: .seconds(120), every: .milliseconds(200)) {
                try await api.persistently(200, "GET", "deployments/\(deployment)")
            } until: { $0["status"]?.string == "live" }
            try await app.says("after", within: .seconds(30))
            let deployments = try await api.persistently(200, "GET", "apps/\(app.id)/deployments")["items"]?.array ?? []
            #expect(deployments.count == 2, "the command took effect once")
            let builds = try await api.persistently(200, "GET", "apps/\(app.id)/builds")["items"]?.array ?? []
            #expect(builds.count == 2)
            #expect(builds.allSatisfy { $0["status"]?.string == "succeeded" })
            #expect(builds.last?["attempt"]?.int == 1, "a finished build is not built again")
            try await app.serving(1)
            _ = try await api.persistently(202, "DELETE", "apps/\(app.id)")
        }

        @Test(.timeLimit(.minutes(6)))
        func `the bus is away for thirty seconds and forgets everything, and all ends as it should`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            var apps: [(App, String)] = []
            for number in 1...3 {
                let repository = try Repository(platform, Samples.web(platform, page: "app \(number)"))
                let app = try await App(api, platform, project: project, "bus\(number)", Samples.settings(repository))
                apps.append((app, try await app.deploy()))
            }
            try await Outage.nats(platform, for: .seconds(30))
            for (number, (app, deployment)) in apps.enumerated() {
                try await eventually("app \(number + 1) is live", within: .seconds(120), every: .milliseconds(200)) {
                    try await api.persistently(200, "GET", "deployments/\(deployment)")
                } until: { $0["status"]?.string == "live" }
                try await app.says("app \(number + 1)", within: .seconds(20))
                #expect(try await api.persistently(200, "GET", "apps/\(app.id)/builds")["items"]?.array?.count == 1)
                _ = try await api.persistently(202, "DELETE", "apps/\(app.id)")
            }
        }
    }
}
