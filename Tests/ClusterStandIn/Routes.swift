import Core
import Foundation

/// From a request to what it is answered with.
enum Routes {
    static func answer(_ request: IncomingRequest, _ state: inout ClusterState) -> Answer {
        if let tokens = state.tokens, !tokens.contains(where: { request.headers["authorization"] == "Bearer \($0)" }) {
            return .refusal(401, "Unauthorized", "Unauthorized")
        }
        if let answer = Discovery.answer(request.path) { return answer }
        guard let target = Target(request.path), let facts = Kinds.all[target.plural], facts.apiVersion == target.apiVersion else {
            return .text(404, "404 page not found\n")
        }
        guard let name = target.name else { return collection(request, target, facts, &state) }
        let place = ClusterState.Place(plural: target.plural, namespace: facts.isNamespaced ? target.namespace : nil, name: name)
        switch (target.subresource, request.method) {
        case ("log", "GET"): return Reading.log(request, place, state)
        case ("scale", _): return Writing.scale(request, place, &state)
        case (nil, "GET"): return state.objects[place].map { .object($0) } ?? .notFound(place)
        case (nil, "PATCH") where request.headers["content-type"] == "application/apply-patch+yaml": return Writing.apply(request, place, &state)
        case (nil, "PATCH"), ("status", "PATCH"): return Writing.patch(request, place, &state)
        case (nil, "PUT"), ("status", "PUT"): return Writing.replace(request, place, &state)
        case (nil, "DELETE"): return Writing.delete(request, place, &state)
        default: return .refusal(405, "MethodNotAllowed", "the server does not allow this method on the requested resource")
        }
    }

    private static func collection(_ request: IncomingRequest, _ target: Target, _ facts: KindFacts, _ state: inout ClusterState) -> Answer {
        switch request.method {
        case "POST": return Writing.create(request, target.plural, target.namespace, &state)
        case "GET":
            let selection = Selection(plural: target.plural, namespace: target.namespace, request.query)
            return request.query["watch"].map { $0 == "1" || $0 == "true" } ?? false
                ? Reading.watch(request, selection, state) : Reading.list(request, selection, facts, state)
        default: return .refusal(405, "MethodNotAllowed", "the server does not allow this method on the requested resource")
        }
    }

    /// `/apis/apps/v1/namespaces/demo/deployments/web/scale` taken apart.
    private struct Target {
        let apiVersion: String
        let namespace: String?
        let plural: String
        let name: String?
        let subresource: String?

        init?(_ path: String) {
            var words = path.split(separator: "/").map(String.init)[...]
            guard let root = words.popFirst(), let first = words.popFirst() else { return nil }
            switch root {
            case "api": apiVersion = first
            case "apis":
                guard let version = words.popFirst() else { return nil }
                apiVersion = "\(first)/\(version)"
            default: return nil
            }
            if words.first == "namespaces", words.count > 2 {
                namespace = words[words.startIndex + 1]
                words = words.dropFirst(2)
            } else {
                namespace = nil
            }
            guard let plural = words.popFirst() else { return nil }
            self.plural = plural
            name = words.popFirst()
            subresource = words.popFirst()
        }
    }
}
