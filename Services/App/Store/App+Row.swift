import Core
import Messages
import Postgres

extension Proto.App {
    /// The columns that `init(row:)` reads.
    static let columns: SQL = """
        id, project_id, project_name, name, host, state, config, repository, branch, root_directory, auto_deploy, method, dockerfile, \
        base_image, build_command, output_directory, image, port, run_command, instances, health_path, cpu, memory, read_only, \
        created_at, updated_at, build_plan, status, latest_deployment_id, latest_deployment_status, latest_deployment_number, \
        current_deployment_id, running_instances, held_commit, scale_least, scale_most, scale_cpu_percent
        """

    /// `url` is not in the row: it depends on where the installation is reached.
    init(row: Row) throws {
        let latest = Proto.DeploymentSummary(
            id: try row.get("latest_deployment_id"), status: try row.get("latest_deployment_status"),
            number: UInt32(try row.get("latest_deployment_number", as: Int.self)))
        let state: String = try row.get("state")
        let run = try Proto.RunSettings(row: row)
        let range = Proto.Autoscaling(
            least: UInt32(try row.get("scale_least", as: Int.self)), most: UInt32(try row.get("scale_most", as: Int.self)),
            cpuPercent: UInt32(try row.get("scale_cpu_percent", as: Int.self)))
        self.init(
            id: try row.get("id", as: AppID.self).description, projectID: try row.get("project_id", as: ProjectID.self).description,
            projectName: try row.get("project_name"), name: try row.get("name"),
            source: Proto.SourceSettings(
                repository: try row.get("repository"), branch: try row.get("branch"), rootDirectory: try row.get("root_directory"),
                autoDeploy: try row.get("auto_deploy")),
            build: Proto.BuildSettings(
                method: try row.get("method"), dockerfile: try row.get("dockerfile"), baseImage: try row.get("base_image"),
                command: try row.get("build_command"), outputDirectory: try row.get("output_directory"), image: try row.get("image"), plan: try row.get("build_plan")),
            run: run, host: try row.get("host"), config: UInt32(try row.get("config", as: Int.self)), state: state,
            status: state == "deleting" ? "deleting" : try row.get("status"), latestDeployment: latest.id.isEmpty ? nil : latest,
            currentDeploymentID: try row.getOptional("current_deployment_id"),
            instances: try row.getOptional("running_instances", as: Int.self).map(UInt32.init) ?? run.instances,
            heldCommit: try row.getOptional("held_commit"),
            createdAt: try row.get("created_at", as: Timestamp.self).microseconds,
            updatedAt: try row.get("updated_at", as: Timestamp.self).microseconds, autoscaling: range.most > 0 ? range : nil)
    }
}

extension Proto.RunSettings {
    init(row: Row) throws {
        self.init(
            port: UInt32(try row.get("port", as: Int.self)), command: try row.get("run_command"),
            instances: UInt32(try row.get("instances", as: Int.self)), healthPath: try row.get("health_path"),
            cpu: try row.get("cpu"), memory: try row.get("memory"), readOnly: try row.get("read_only"))
    }
}
