import ChangeFeed
package import Core
package import Messages
import Postgres

extension AppStore {
    /// Makes an app, with its host and its first config. The same id again is the same app.
    package func create(_ app: Proto.App, id: AppID, project: ProjectID) async throws(Fault) -> Proto.App {
        let hosts = address.candidates(app: app.name, project: app.projectName)
        let (made, isNew) = try await pool.transaction("creating app") { db in
            if let known = try db.first("SELECT \(Proto.App.columns) FROM apps WHERE id = \(id)", Proto.App.init(row:)) {
                guard known.projectID == project.description, known.name == app.name else {
                    throw Fault.conflict("Another app has this id.")
                }
                return (known, false)
            }
            guard try db.first("SELECT project_id FROM project_deletions WHERE project_id = \(project)", { _ in true }) == nil else {
                throw Fault.wrongState("The project is being deleted.")
            }
            guard try db.insert(app, id: id, project: project) else {
                throw Fault.conflict("The project already has an app called \(app.name).", reason: "name_taken")
            }
            guard let host = try hosts.first(where: { try db.execute("INSERT INTO hosts (host, app_id) VALUES (\($0), \(id)) ON CONFLICT (host) DO NOTHING") > 0 })
            else { throw Fault.unavailable("No free host name was found; try again.") }
            try db.execute("UPDATE apps SET host = \(host) WHERE id = \(id)")
            _ = try db.freezeConfig(of: id)
            let made = try db.app(id, project: project)
            try db.record("created", complete(made))
            return (made, true)
        }
        if isNew { feed.committed() }
        return complete(made)
    }

    /// Applies `change` to the app and keeps what came out. Other run settings are another config, another source is told
    /// to the build service.
    package func update(
        _ id: AppID, project: ProjectID?, _ change: @Sendable @escaping (inout Proto.App) throws(Fault) -> Void
    ) async throws(Fault) -> Proto.App {
        let app = try await pool.transaction("updating app") { db in
            let old = try db.app(id, project: project)
            guard old.state == "active" else { throw Fault.wrongState("The app is being deleted.") }
            var new = old
            try change(&new)
            guard new != old else { return (old, false) }
            try db.write(new, id: id)
            if new.run != old.run { _ = try db.freezeConfig(of: id) }
            if new.source != old.source || new.build?.method != old.build?.method { try db.markFollow(id) }
            let written = try db.app(id, project: nil)
            try db.record("updated", complete(written))
            return (written, true)
        }
        if app.1 { feed.committed() }
        return complete(app.0)
    }
}

extension PostgresConnection {
    /// False when the project has an app of this name.
    fileprivate func insert(_ app: Proto.App, id: AppID, project: ProjectID) throws -> Bool {
        let source = app.source ?? .init(), build = app.build ?? .init(), run = app.run ?? .init()
        return try execute(
            """
            INSERT INTO apps (id, project_id, project_name, name, host, repository, branch, root_directory, auto_deploy, method, dockerfile,
                base_image, build_command, output_directory, image, port, run_command, instances, health_path, cpu, memory, read_only, build_plan)
            VALUES (\(id), \(project), \(app.projectName), \(app.name), '', \(source.repository), \(source.branch), \(source.rootDirectory),
                \(source.autoDeploy), \(build.method), \(build.dockerfile), \(build.baseImage), \(build.command),
                \(build.outputDirectory), \(build.image), \(Int(run.port)), \(run.command), \(Int(run.instances)), \(run.healthPath), \(run.cpu),
                \(run.memory), \(run.readOnly), \(build.plan))
            ON CONFLICT ON CONSTRAINT apps_project_id_name_key DO NOTHING
            """) > 0
    }

    fileprivate func write(_ app: Proto.App, id: AppID) throws {
        let source = app.source ?? .init(), build = app.build ?? .init(), run = app.run ?? .init()
        try execute(
            """
            UPDATE apps SET repository = \(source.repository), branch = \(source.branch), root_directory = \(source.rootDirectory),
                auto_deploy = \(source.autoDeploy), method = \(build.method), dockerfile = \(build.dockerfile), base_image = \(build.baseImage),
                build_command = \(build.command), output_directory = \(build.outputDirectory), build_plan = \(build.plan), image = \(build.image),
                port = \(Int(run.port)), run_command = \(run.command), health_path = \(run.healthPath), cpu = \(run.cpu),
                memory = \(run.memory), read_only = \(run.readOnly), updated_at = now()
            WHERE id = \(id) AND state = 'active'
            """)
    }

    /// What the app follows is to be told again.
    func markFollow(_ id: AppID) throws {
        try execute(
            "UPDATE apps SET follow_dirty = true, follow_revision = follow_revision + 1, follow_at = now() WHERE id = \(id)")
    }
}
