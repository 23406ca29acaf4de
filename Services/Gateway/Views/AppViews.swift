import Core
import Messages

extension Proto.App {
    static let schema = Schema(
        "App", "What is desired of an app, and how it is.",
        [
            .id("id"), .id("project_id"), .text("project_name", .label, like: "demo"), .text("name", .label, like: "shop"),
            .shape("source", Proto.SourceSettings.schema, "Null for the method image.").nullable,
            .shape("build", Proto.BuildSettings.schema), .shape("run", Proto.RunSettings.schema),
            .text("host", "Where it is reached.", .any, like: "shop-demo.example.org"),
            .text("url", "Where it is reached: the truth, whatever its name.", .any, like: "https://shop-demo.example.org"),
            .choice(
                "status", ["new", "live", "deploying", "failed", "stopped", "deleting"], "What serves, not what happened last.",
                like: "live"),
            .count("config", "The number of the newest config: settings and variables.", like: 4),
            .shape("latest_deployment", Proto.DeploymentSummary.schema, "Null before the first.").nullable,
            .id("current_deployment_id", "The one that serves; null when none does.").nullable,
            .count("instances", "How many shall run; 0 when it is stopped.", like: 2),
            .shape("autoscale", Proto.Autoscaling.schema, "The range that the cluster chooses from; null when a number of instances runs.").nullable,
            .text("held_commit", "A commit that is not deployed because of a rollback.", .any).nullable,
            .time("created_at"), .time("updated_at"),
        ])

    /// The answer to its deletion.
    static let deletionSchema = Schema("AppDeletion", "An app on its way out.", [.id("id"), .choice("status", ["deleting"])])

    var json: JSONValue {
        [
            "id": .string(id), "project_id": .string(projectID), "project_name": .string(projectName), "name": .string(name),
            "source": source.flatMap { $0.repository.isEmpty ? nil : $0.json } ?? .null,
            "build": (build ?? Proto.BuildSettings()).json, "run": (run ?? Proto.RunSettings()).json,
            "host": .string(host), "url": .string(url), "status": .string(status), "config": .number(config),
            "latest_deployment": latestDeployment.flatMap { $0.id.isEmpty ? nil : $0.json } ?? .null,
            "current_deployment_id": .optional(currentDeploymentID), "instances": .number(instances),
            "autoscale": autoscaling.map(\.json) ?? .null,
            "held_commit": .optional(heldCommit), "created_at": .time(createdAt), "updated_at": .time(updatedAt),
        ]
    }
}

extension Proto.Autoscaling {
    static let schema = Schema(
        "Autoscaling", "Between how many instances a cluster chooses, and by what.",
        [
            .count("min", like: 2), .count("max", like: 6),
            .count("cpu_percent", "How busy instances shall be on average, in percent of their CPU limit.", like: 60),
        ])

    var json: JSONValue { ["min": .number(least), "max": .number(most), "cpu_percent": .number(cpuPercent)] }
}

extension Proto.SourceSettings {
    static let schema = Schema(
        "Source", "Where an app's code comes from.",
        [
            .text("repository", .any, like: "https://git.example.org/shop.git"), .text("branch", .any, like: "main").nullable,
            .text("root_directory", "The part of the repository that is built; null for all of it.", .any, like: "web").nullable,
            .flag("auto_deploy", "Whether new commits are deployed by themselves.", like: true),
        ])

    var json: JSONValue {
        [
            "repository": .string(repository), "branch": .filled(branch), "root_directory": .filled(rootDirectory),
            "auto_deploy": .bool(autoDeploy),
        ]
    }
}

extension Proto.BuildSettings {
    static let schema = Schema(
        "BuildSettings", "How an image is made of the code.",
        [
            .choice("method", AppFields.methods), .text("dockerfile", .any, like: "Dockerfile").nullable,
            .text("base_image", .any, like: "node").nullable, .text("command", .any, like: "npm run build").nullable,
            .text("output_directory", .any, like: "dist").nullable,
            .text("image", "What runs, with the method image.", .any, like: "registry.example.org/shop:1").nullable,
            .shape("plan", Proto.BuildPlan.recipeSchema, "The pinned plan; null where auto looks at the source.").nullable,
        ])

    var json: JSONValue {
        [
            "method": .string(method), "dockerfile": .filled(dockerfile), "base_image": .filled(baseImage),
            "command": .filled(command), "output_directory": .filled(outputDirectory), "image": .filled(image),
            "plan": plan.isEmpty ? .null : (try? JSONValue(parsing: plan)) ?? .null,
        ]
    }
}

extension Proto.RunSettings {
    static let schema = Schema(
        "RunSettings", "How an app runs. Changes take effect with the next deployment.",
        [
            .integer("port", 1...65_535, "Null: the image's single EXPOSE, else 8080.", like: 8080).nullable,
            .text("command", "Null: the Procfile's web line, else the image's own.", .any, like: "npm start").nullable,
            .count("instances", "How many were asked for when it was created.", like: 2),
            .text("health_path", "Asked until it answers below 500; null: any answer to a connection counts.", .any, like: "/health").nullable,
            .text("cpu", "A Kubernetes quantity.", .any, like: "500m").nullable,
            .text("memory", "A Kubernetes quantity.", .any, like: "512Mi").nullable,
            .flag("read_only", "Whether the container's own file system is read-only."),
        ])

    var json: JSONValue {
        [
            "port": .counted(port), "command": .filled(command), "instances": .number(instances),
            "health_path": .filled(healthPath), "cpu": .filled(cpu), "memory": .filled(memory), "read_only": .bool(readOnly),
        ]
    }
}

extension Proto.DeploymentSummary {
    static let schema = Schema(
        "DeploymentSummary", "A deployment, in short.",
        [.id("id"), .choice("status", Proto.Deployment.statuses, like: "live"), .count("number", "Counts the app's deployments.", like: 7)])

    var json: JSONValue { ["id": .string(id), "status": .string(status), "number": .number(number)] }
}

extension Proto.Variable {
    private static let fields: [Field] = [
        .text("key", .variableKey), .text("value", "Null for a secret.", .any, like: "postgres://db.example.org/shop").nullable,
        .flag("secret", "Whether its value never comes back."), .flag("build", "Whether builds see it too."), .time("updated_at"),
    ]

    static let schema = Schema("Variable", "A variable of an app's environment.", fields)

    /// The answer that sets it.
    static let setSchema = Schema(
        "SetVariable", "A variable as it was set.",
        fields + [.count("config", "The config that has it; the next deployment carries it.", like: 5)])

    /// - Parameter value: nil for a secret, whose value never comes back.
    func json(value: String?) -> JSONValue {
        ["key": .string(key), "value": .optional(secret ? nil : value), "secret": .bool(secret), "build": .bool(build), "updated_at": .time(updatedAt)]
    }
}
