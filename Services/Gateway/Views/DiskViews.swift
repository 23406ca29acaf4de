import Core
import Messages

/// What takes disk, put together from what each service said.
struct DiskView: Sendable {
    enum Part<T: Sendable>: Sendable {
        case told(T)
        case missing(String)

        var value: T? { if case .told(let value) = self { value } else { nil } }
        var problem: String? { if case .missing(let sentence) = self { sentence } else { nil } }
    }

    let images: Part<Proto.ImageDisk>
    let databases: [String: Part<Proto.StorageReply>]

    private static let services = ["user", "project", "app", "build", "deploy", "log", "gateway"]

    static let schema = Schema(
        "Disk", "What takes the installation's disk, in bytes. What is null could not be measured: `missing` says why.",
        [
            .bytes("free", "Free on the disk that the images are on.").nullable, .bytes("total", "The size of that disk.").nullable,
            .shape("registry", Schema(
                "RegistryDisk", "The registry: every image that can run, compressed.",
                [
                    .bytes("disk", "What its folder takes, with what the next collection frees.").nullable,
                    .bytes("images", "The images of all apps, what they share counted once.").nullable,
                ])),
            .shape("engine", Schema(
                "EngineDisk", "The container engine: images where builds and instances work with them, unpacked.",
                [
                    .bytes("images", "The images of all apps, what they share counted once.").nullable,
                    .bytes("build_cache", "Layers of builds that no app's image is made of.").nullable,
                ])),
            .list("apps", of: .shape(Proto.AppDisk.schema), "By app, the largest first; at most 500."),
            .list("databases", of: .shape(Schema(
                "DatabaseDisk", "The database of a service.",
                [
                    .choice("service", services), .bytes("bytes").nullable,
                    .list("tables", of: .shape(Schema(
                        "TableDisk", "A table with its indexes.", [.text("name", like: "lines"), .bytes("bytes")])), "The largest five."),
                ])), "One for each service; the log service's holds all lines."),
            .shape("last_collection", Proto.Collection.schema, "Null before the first.").nullable,
            .list("missing", of: .text(.any), "What could not be measured, and why."),
        ])

    var json: JSONValue {
        let disk = images.value
        return [
            "free": .size(disk?.diskFree), "total": .size(disk?.diskTotal),
            "registry": ["disk": .size(disk?.registryDisk), "images": .size(disk?.registryImages)],
            "engine": ["images": .size(disk?.engineImages), "build_cache": .size(disk?.cacheBytes)],
            "apps": .array((disk?.apps ?? []).map(\.json)),
            "databases": .array(Self.services.map { service in
                let told = databases[service]?.value
                return [
                    "service": .string(service), "bytes": .size(told?.bytes),
                    "tables": .array((told?.tables ?? []).map { ["name": .string($0.name), "bytes": .int($0.bytes)] }),
                ]
            }),
            "last_collection": disk?.lastCollection?.json ?? .null, "missing": .array(missing.map { .string($0) }),
        ]
    }

    private var missing: [String] {
        (images.value?.missing ?? []) + [images.problem].compactMap(\.self) + Self.services.compactMap { databases[$0]?.problem }
    }
}

extension Proto.AppDisk {
    static let schema = Schema(
        "AppDisk", "What the images of an app take. Deleting it frees what is its own alone.",
        [
            .id("app_id"), .id("project_id"), .text("app", like: "shop"), .text("project", like: "acme"), .count("images", "In the registry.", like: 4),
            .bytes("registry_own", "In the registry, of this app alone."), .bytes("registry_shared", "In the registry, in common with other images."),
            .count("engine_images", "On the engine.", like: 3), .bytes("engine_own", "On the engine, of this app alone."),
            .bytes("engine_shared", "On the engine, in common with other images."),
        ])

    var json: JSONValue {
        [
            "app_id": .string(appID), "project_id": .string(projectID), "app": .string(appName), "project": .string(projectName),
            "images": .number(images), "registry_own": .int(registryUnique), "registry_shared": .int(registryShared),
            "engine_images": .number(engineImages), "engine_own": .int(engineUnique), "engine_shared": .int(engineShared),
        ]
    }
}

extension Proto.Collection {
    static let schema = Schema(
        "Collection", "A collection of images that nothing needs, and what it freed.",
        [
            .id("id"), .choice("status", ["queued", "running", "succeeded", "failed"], "The last two are final.", like: "succeeded"),
            .choice("trigger", ["clock", "requested", "deletion"], "What brought it about."),
            .text("phase", "What it does now; null when it does nothing.", .any).nullable,
            .count("registry_images", "Removed from the registry."), .bytes("registry_before", "The registry's folder before.").nullable,
            .bytes("registry_after", "And after; null where the registry is swept by somebody else.").nullable,
            .count("engine_images", "Removed from the engine, build cache included."), .bytes("engine_freed"),
            .text("message", "Why it failed.", .any).nullable, .time("created_at"), .time("started_at").nullable, .time("finished_at").nullable,
        ])

    var json: JSONValue {
        [
            "id": .string(id), "status": .string(status), "trigger": .string(trigger), "phase": .filled(phase),
            "registry_images": .number(images), "registry_before": .size(registryBefore), "registry_after": .size(registryAfter),
            "engine_images": .number(engineImages), "engine_freed": .int(engineFreed), "message": .filled(message),
            "created_at": .time(createdAt), "started_at": .time(startedAt), "finished_at": .time(finishedAt),
        ]
    }
}

extension Field {
    fileprivate static func bytes(_ name: String, _ about: String = "") -> Field {
        .integer(name, 0...Int64(1) << 53, about, like: 48_234_496)
    }
}

extension JSONValue {
    fileprivate static func size(_ bytes: Int64?) -> JSONValue { bytes.map { .int($0) } ?? .null }
}
