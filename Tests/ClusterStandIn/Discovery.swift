import Core

/// What there is, for clients that ask before they act.
enum Discovery {
    static func answer(_ path: String) -> Answer? {
        switch path {
        case "/version":
            return .object(["major": "1", "minor": "36", "gitVersion": "v1.36.2", "platform": "linux/amd64"])
        case "/readyz", "/livez", "/healthz": return .text(200, "ok")
        case "/api": return .object(["kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": []])
        case "/apis": return .object(["kind": "APIGroupList", "apiVersion": "v1", "groups": .array(groups)])
        case "/api/v1": return .object(resources("v1"))
        default:
            let words = path.split(separator: "/")
            guard words.count == 3, words[0] == "apis" else { return nil }
            let version = "\(words[1])/\(words[2])"
            return Kinds.all.values.contains { $0.apiVersion == version } ? .object(resources(version)) : nil
        }
    }

    private static var groups: [JSONValue] {
        Set(Kinds.all.values.filter { !$0.group.isEmpty }.map { [$0.group, $0.version] }).sorted { $0[0] < $1[0] }.map { names in
            let version: JSONValue = ["groupVersion": .string("\(names[0])/\(names[1])"), "version": .string(names[1])]
            return ["name": .string(names[0]), "versions": [version], "preferredVersion": version]
        }
    }

    private static func resources(_ version: String) -> JSONValue {
        let known = Kinds.all.filter { $0.value.apiVersion == version }.sorted { $0.key < $1.key }
        let list: [JSONValue] = known.flatMap { plural, facts -> [JSONValue] in
            let verbs: JSONValue = ["create", "delete", "get", "list", "patch", "update", "watch"]
            var resources: [JSONValue] = [
                [
                    "name": .string(plural), "singularName": .string(facts.kind.lowercased()), "namespaced": .bool(facts.isNamespaced),
                    "kind": .string(facts.kind), "verbs": verbs,
                ]
            ]
            if plural == "deployments" {
                resources.append([
                    "name": "deployments/scale", "singularName": "", "namespaced": true, "group": "autoscaling", "version": "v1", "kind": "Scale",
                    "verbs": ["get", "patch", "update"],
                ])
            }
            if plural == "pods" {
                resources.append(["name": "pods/log", "singularName": "", "namespaced": true, "kind": "Pod", "verbs": ["get"]])
            }
            return resources
        }
        return ["kind": "APIResourceList", "apiVersion": "v1", "groupVersion": .string(version), "resources": .array(list)]
    }
}
