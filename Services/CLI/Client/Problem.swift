import Core
import HTTPClient

/// RFC 9457 → one sentence and what comes next.
enum Problem {
    static func read(_ response: HTTPResponse, from base: String = "") throws -> JSONValue {
        let json = response.body.isEmpty ? JSONValue.null : (try? JSONValue(parsing: response.body)) ?? .null
        guard response.status < 400 else { throw error(response.status, json, from: base) }
        return json
    }

    static func error(_ status: Int, _ json: JSONValue, from base: String = "", withToken: Bool = false) -> CLIError {
        let fields = (json["errors"]?.array ?? []).map { error in
            "\(error["field"]?.string.map { $0.isEmpty ? "" : $0 + " " } ?? "")\(error["message"]?.string ?? "is not right")"
        }
        let said = json["detail"]?.string ?? json["title"]?.string ?? "The platform answered \(status)."
        let message = fields.isEmpty ? said : fields.joined(separator: "; ")
        let advice: String? =
            switch status {
            case 401 where withToken: "SLIPWAY_TOKEN is not valid, or has expired: make another with  slipway tokens create ci --scope deploy"
            case 401: "slipway login" + (base.isEmpty ? "" : " \(base)")
            case 403 where withToken: "make a token that may:  slipway tokens create ci --scope deploy|admin"
            case 403: "ask an admin of the project, or see who you are:  slipway whoami"
            case 413: "send less at once"
            case 429: "wait a moment, then say it again"
            case 502, 503, 504: "a part of the platform is away for a moment; say it again"
            case 500...: json["request_id"]?.string.map { "say it again; the operator finds it by request \($0)" }
            default: nil
            }
        return CLIError(
            message: message, advice: advice, exitCode: status == 401 || status == 403 ? .notPermitted : .failed,
            code: json["code"]?.string, status: status, isPassing: [502, 503, 504].contains(status))
    }
}
