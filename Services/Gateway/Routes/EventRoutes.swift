import Core
import HummingbirdCore
import HTTPTypes
import Identity
import Messages

/// What happens, as it happens: for pages and programs that would otherwise ask again and again.
struct EventRoutes: RouteGroup {
    static let tag = Tag("Events", "What happens, as it happens.")

    let authorizer: Authorizer
    let door: StreamDoor
    let store: EventStore
    let hub: EventHub
    let stream: EventStream

    var routes: [Route] {
        [
            Route(
                .get, "/api/v1/events", "followEvents", "Deployments, builds and apps as they change (server-sent events).",
                .account(.read),
                details: "From now on, or after `Last-Event-ID`. `reset` comes when that is too old to go on from: read everything anew.",
                query: [.text("project", "A project's id or name.", most: 64), .id("app", "An app's id.")],
                answer: Outcome(200, "A stream without an end.").streaming(
                    ("deployment", ClientEvent.schema), ("build", ClientEvent.schema), ("app", ClientEvent.schema),
                    ("reset", ClientEvent.resetSchema)), follow)
        ]
    }

    private func follow(_ call: Call) async throws -> Answer {
        let scope = try await scope(call)
        let after = try call.lastEventID.map { Int64($0) }
        return try stream.answer(call) { signal in
            EventFollower(scope, after: after, store: store, hub: hub, signal: signal) {
                try await door.check(call)
                return try await self.scope(call.live)
            }
        }
    }

    private func scope(_ call: Call) async throws -> EventScope {
        let caller = try call.account
        let context = call.backend.context(call.context, call.deadline)
        if let app = call.query["app"] {
            let place = try await authorizer.place(of: .app, app, for: caller, context)
            if let project = call.query["project"], project != place.projectName, ProjectID(project) != place.project {
                throw Fault.notFound("app")
            }
            return .project(place.project, app: AppID(app))
        }
        if let project = call.query["project"] {
            return .project(try await authorizer.place(of: .project, project, for: caller, context).project, app: nil)
        }
        return .projects(try await call.allProjects().compactMap { ProjectID($0) })
    }
}
