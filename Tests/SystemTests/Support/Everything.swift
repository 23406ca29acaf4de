import Core

/// All that some apps and their project are in a cluster, but for what the cluster itself writes into it.
enum Everything {
    private static let kinds = "deploy,svc,ing,cm,secret,pdb,hpa,quota,limits,networkpolicy,sa"

    /// By kind and name: labels and contents.
    static func of(_ apps: [AppInCluster]) async throws -> [String: JSONValue] {
        guard let first = apps.first else { return [:] }
        let told = try await first.cluster.kubectl("get", kinds, "-n", first.namespace, "-l", "slipway.installation", "-o", "json")
        var all: [String: JSONValue] = [:]
        for object in try JSONValue(parsing: told)["items"]?.array ?? [] where object["metadata"]?["deletionTimestamp"] == nil {
            all["\(object["kind"]?.string ?? "") \(object["metadata"]?["name"]?.string ?? "")"] = kept(object)
        }
        let space = try await first.cluster.object("ns", first.namespace)
        all["Namespace"] = space["metadata"]?["labels"] ?? .null
        return all
    }

    private static func kept(_ object: JSONValue) -> JSONValue {
        var spec = object["spec"] ?? .null
        // Given out by the cluster, anew to what is made anew; chosen by an autoscaler.
        for key in ["clusterIP", "clusterIPs"] where spec[key] != nil { spec[key] = .null }
        if object["kind"]?.string == "Deployment" { spec["replicas"] = .null }
        return ["labels": object["metadata"]?["labels"] ?? .null, "spec": spec, "data": object["data"] ?? .null]
    }
}
