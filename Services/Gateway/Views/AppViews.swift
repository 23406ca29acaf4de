import Core
import Messages

extension Proto.App {
    var json: JSONValue {
        [
            "id": .string(id), "project_id": .string(projectID), "project_name": .string(projectName), "name": .string(name),
            "source": source.flatMap { $0.repository.isEmpty ? nil : $0.json } ?? .null,
            "build": (build ?? Proto.BuildSettings()).json, "run": (run ?? Proto.RunSettings()).json,
            "host": .string(host), "url": .string(url), "status": .string(status), "config": .number(config),
            "latest_deployment": latestDeployment.flatMap { $0.id.isEmpty ? nil : $0.json } ?? .null,
            "current_deployment_id": .optional(currentDeploymentID), "instances": .number(instances),
            "held_commit": .optional(heldCommit), "created_at": .time(createdAt), "updated_at": .time(updatedAt),
        ]
    }
}

extension Proto.SourceSettings {
    var json: JSONValue {
        [
            "repository": .string(repository), "branch": .filled(branch), "root_directory": .filled(rootDirectory),
            "auto_deploy": .bool(autoDeploy),
        ]
    }
}

extension Proto.BuildSettings {
    var json: JSONValue {
        [
            "method": .string(method), "dockerfile": .filled(dockerfile), "base_image": .filled(baseImage),
            "command": .filled(command), "output_directory": .filled(outputDirectory), "image": .filled(image),
        ]
    }
}

extension Proto.RunSettings {
    var json: JSONValue {
        [
            "port": .counted(port), "command": .filled(command), "instances": .number(instances),
            "health_path": .filled(healthPath), "cpu": .filled(cpu), "memory": .filled(memory), "read_only": .bool(readOnly),
        ]
    }
}

extension Proto.DeploymentSummary {
    var json: JSONValue { ["id": .string(id), "status": .string(status), "number": .number(number)] }
}

extension Proto.Variable {
    /// - Parameter value: nil for a secret, whose value never comes back.
    func json(value: String?) -> JSONValue {
        ["key": .string(key), "value": .optional(secret ? nil : value), "secret": .bool(secret), "updated_at": .time(updatedAt)]
    }
}
