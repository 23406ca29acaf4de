package import Core
package import HTTPClient


/// What the API server refused, in its own words; or that it did not answer.
package struct KubernetesError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One thing that is wrong, of several.
    package struct Cause: Sendable, Equatable, Decodable {
        /// `FieldValueInvalid`, `FieldManagerConflict`, `NamespaceTerminating`.
        package let reason: String?
        package let message: String?
        package let field: String?

        package init(reason: String?, message: String?, field: String?) {
            self.reason = reason
            self.message = message
            self.field = field
        }
    }

    /// The HTTP status, also of an error inside a watch; 0 when there was no answer.
    package let status: Int
    /// The API's word: `Conflict`, `AlreadyExists`, `NotFound`, `Invalid`, `Forbidden`, `Expired`; empty when it gave none.
    package let reason: String
    package let message: String
    package let causes: [Cause]
    package let retryAfter: Duration?
    /// Why there was no answer.
    package let transport: HTTPError.Kind?

    package init(
        status: Int, reason: String = "", message: String, causes: [Cause] = [], retryAfter: Duration? = nil,
        transport: HTTPError.Kind? = nil
    ) {
        self.status = status
        self.reason = reason
        self.message = message
        self.causes = causes
        self.retryAfter = retryAfter
        self.transport = transport
    }

    package var description: String {
        status == 0 ? message : "\(message) (\(status)\(reason.isEmpty ? "" : " \(reason)"))"
    }
}

package extension KubernetesError {
    /// There was no answer, or not a whole one: whether it was done is not known.
    var isUnanswered: Bool { status == 0 }
    var isCancelled: Bool { transport == .cancelled }
    /// The object, its namespace, or its whole kind is not there.
    var isNotFound: Bool { status == 404 }
    /// This cluster does not know the kind at all.
    var isUnknownKind: Bool { status == 404 && reason.isEmpty }
    /// Somebody else was first, or owns the fields; a name that is taken is `isAlreadyExists`.
    var isConflict: Bool { status == 409 && reason != "AlreadyExists" }
    var isAlreadyExists: Bool { status == 409 && reason == "AlreadyExists" }
    /// The history does not reach back that far: list again.
    var isExpired: Bool { status == 410 || reason == "Expired" || reason == "Gone" }
    var isUnauthorized: Bool { status == 401 }
    var isForbidden: Bool { status == 403 }
    /// The object is wrong as it stands, and stays wrong however often it is sent.
    var isInvalid: Bool { status == 422 || status == 400 || status == 415 || status == 413 }
    /// The server has too much to do.
    var isOverloaded: Bool { status == 429 || status == 503 }
    var isQuotaExceeded: Bool { status == 403 && message.contains("exceeded quota") }
    var isPolicyViolation: Bool { status == 403 && message.contains("violates PodSecurity") }
    /// A field was to change that never may: "field is immutable when `immutable` is set".
    var tellsImmutable: Bool { status == 422 && (message.contains("field is immutable") || causes.contains { $0.message?.contains("field is immutable") == true }) }
    /// A webhook or a policy of the cluster's operator said no.
    var isDeniedByAdmission: Bool { Self.tellsDenial(message) }

    /// The same of a refusal that a controller passes on: of webhooks ("denied the request") and of a ValidatingAdmissionPolicy ("denied
    /// request"), https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/.
    static func tellsDenial(_ said: String) -> Bool { said.contains("denied the request") || said.contains("denied request") }
    var isNamespaceTerminating: Bool { causes.contains { $0.reason == "NamespaceTerminating" } }

    /// The fields of an apply that others own, and who they are.
    var fieldConflicts: [(manager: String, field: String)] {
        causes.filter { $0.reason == "FieldManagerConflict" }.map { cause in
            let words = (cause.message ?? "").split(separator: "\"", omittingEmptySubsequences: false)
            return (words.count > 1 ? String(words[1]) : "", cause.field ?? "")
        }
    }

    /// For callers of a service: the server's words stay in the detail.
    var fault: Fault {
        isUnanswered || isOverloaded
            ? .unavailable("the cluster is not answering", detail: message)
            : Fault(.internal, "internal error", detail: "Kubernetes: \(self)")
    }
}

extension KubernetesError {
    init(_ error: HTTPError) {
        self.init(status: 0, reason: "", message: error.message, transport: error.kind)
    }

    /// Reads a Status object, or takes the text as it is.
    init(_ head: HTTPHead, body: [UInt8]) {
        let retryAfter = head.header("Retry-After").flatMap { Int($0) }.map { Duration.seconds(max(0, min($0, 60))) }
        guard let status = try? Coding.decode(StatusObject.self, body), status.kind == "Status" else {
            let text = String(decoding: body.prefix(1000), as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
            self.init(
                status: head.status, message: text.isEmpty ? "the API server answered \(head.status)" : String(text), retryAfter: retryAfter)
            return
        }
        self.init(status, httpStatus: head.status, retryAfter: retryAfter)
    }

    /// - Parameter httpStatus: what stands in for a missing `code`.
    init(_ status: StatusObject, httpStatus: Int, retryAfter: Duration? = nil) {
        let told = status.details?.retryAfterSeconds.map { Duration.seconds(max(0, min($0, 60))) }
        self.init(
            status: status.code ?? httpStatus, reason: status.reason ?? "", message: status.message ?? "the API server gave no reason",
            causes: status.details?.causes ?? [], retryAfter: retryAfter ?? told)
    }

    static func unreadable(_ what: String, _ error: any Error) -> KubernetesError {
        KubernetesError(status: 0, message: "\(what) cannot be understood: \(Coding.sentence(error))", transport: .protocol)
    }

    static let cancelled = KubernetesError(status: 0, message: "the request was cancelled", transport: .cancelled)
}

/// meta/v1 Status: how the API tells of failure.
struct StatusObject: Decodable {
    struct Details: Decodable {
        let causes: [KubernetesError.Cause]?
        let retryAfterSeconds: Int?
    }

    let kind: String?
    let message: String?
    let reason: String?
    let details: Details?
    let code: Int?
}
