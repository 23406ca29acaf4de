import CCurl
import Core
import Foundation

/// Writes a request into an easy handle, and keeps what must live as long as the transfer.
final class EasySettings {
    private let easy: UnsafeMutableRawPointer
    private let errorBuffer = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var lists: [UnsafeMutablePointer<curl_slist>] = []

    init(_ easy: UnsafeMutableRawPointer) {
        self.easy = easy
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        for list in lists { curl_slist_free_all(list) }
        errorBuffer.deallocate()
    }

    var errorText: String { String(cString: errorBuffer) }

    func apply(_ request: HTTPRequest, _ upload: Upload, callbacks: UnsafeMutableRawPointer) {
        pointer(CURLOPT_ERRORBUFFER, errorBuffer)
        text(CURLOPT_URL, request.url)
        text(CURLOPT_PROTOCOLS_STR, "http,https")
        long(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        long(CURLOPT_NOSIGNAL, 1)
        long(CURLOPT_FOLLOWLOCATION, 0)
        long(CURLOPT_BUFFERSIZE, 64 << 10)
        long(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        silence(request)
        method(request, upload)
        headers(request, upload)
        limits(request)
        route(request)
        trust(request.tls)
        connect(callbacks)
        if request.isConnectionOnly { long(CURLOPT_CONNECT_ONLY, 1) }
    }

    private func method(_ request: HTTPRequest, _ upload: Upload) {
        long(CURLOPT_FRESH_CONNECT, request.method == "POST" ? 1 : 0)
        if request.method == "HEAD" { return long(CURLOPT_NOBODY, 1) }
        text(CURLOPT_CUSTOMREQUEST, request.method)
        if case .none = upload {
            guard ["POST", "PUT", "PATCH"].contains(request.method) else { return }
            // "Content-Length: 0", which some servers insist on.
            long(CURLOPT_POST, 1)
            return slipway_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, 0).ignore()
        }
        long(CURLOPT_UPLOAD, 1)
        slipway_set_offset(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(upload.size ?? -1)).ignore()
    }

    private func headers(_ request: HTTPRequest, _ upload: Upload) {
        // "Expect:" sends none: waiting a second for a "100 Continue" helps nobody.
        var lines = ["Expect:"]
        if case .none = upload, !request.has("Content-Type") { lines.append("Content-Type:") }
        if !request.has("Accept") { lines.append("Accept: */*") }
        if !request.has("User-Agent") { lines.append("User-Agent: slipway") }
        lines += request.headers.map { name, value in value.isEmpty ? "\(name);" : "\(name): \(value)" }
        if let bearer = request.bearer {
            lines.append("Authorization: Bearer \(bearer.reveal())")
        } else if let login = request.login {
            lines.append("Authorization: Basic \(Data("\(login.user):\(login.password.reveal())".utf8).base64EncodedString())")
        }
        list(CURLOPT_HTTPHEADER, lines)
    }

    private func limits(_ request: HTTPRequest) {
        long(CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(request.connectTimeout.milliseconds)))
        long(CURLOPT_TIMEOUT_MS, request.timeout.map { max(1, Int($0.milliseconds)) } ?? 0)
        guard let stall = request.stallTimeout else { return }
        long(CURLOPT_LOW_SPEED_LIMIT, 1)
        long(CURLOPT_LOW_SPEED_TIME, max(1, Int(stall.inSeconds)))
    }

    /// The first probe after half of what is borne, and then some more: an idle connection is given up as soon as a busy one.
    private func silence(_ request: HTTPRequest) {
        let seconds = max(2, Int(request.peerTimeout.inSeconds))
        long(CURLOPT_TCP_KEEPALIVE, 1)
        long(CURLOPT_TCP_KEEPIDLE, seconds / 2)
        long(CURLOPT_TCP_KEEPINTVL, max(1, seconds / 6))
        slipway_set_prepare_socket(easy, UInt32(seconds * 1000)).ignore()
    }

    private func route(_ request: HTTPRequest) {
        if let socket = request.unixSocket { text(CURLOPT_UNIX_SOCKET_PATH, socket) }
        if let address = request.pinnedAddress {
            list(CURLOPT_CONNECT_TO, [address.contains(":") ? "::[\(address)]:" : "::\(address):"])
        }
        // An empty proxy is none, whatever http_proxy says. A pinned address is one that we reach, not a proxy.
        if request.unixSocket != nil || request.pinnedAddress != nil || request.isForThisMachine { text(CURLOPT_PROXY, "") }
    }

    private func trust(_ trust: HTTPTrust) {
        long(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        slipway_set_text(easy, CURLOPT_CAPATH, nil).ignore()
        if let pem = trust.caPEM {
            slipway_set_text(easy, CURLOPT_CAINFO, nil).ignore()
            blob(CURLOPT_CAINFO_BLOB, pem)
        } else {
            text(CURLOPT_CAINFO, trust.caFile ?? HTTPTrust.systemFile)
        }
        guard let certificate = trust.clientCertificatePEM, let key = trust.clientKeyPEM else { return }
        blob(CURLOPT_SSLCERT_BLOB, certificate)
        blob(CURLOPT_SSLKEY_BLOB, key.reveal())
    }

    private func list(_ option: CURLoption, _ lines: [String]) {
        var first: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(first, line) else { break }
            first = longer
        }
        guard let first else { return }
        lists.append(first)
        slipway_set_list(easy, option, first).ignore()
    }

    private func long(_ option: CURLoption, _ value: Int) { slipway_set_long(easy, option, value).ignore() }
    private func text(_ option: CURLoption, _ value: String) { slipway_set_text(easy, option, value).ignore() }
    private func pointer(_ option: CURLoption, _ value: UnsafeMutableRawPointer) { slipway_set_pointer(easy, option, value).ignore() }
    private func blob(_ option: CURLoption, _ bytes: [UInt8]) { slipway_set_blob(easy, option, bytes, bytes.count).ignore() }

    private func connect(_ callbacks: UnsafeMutableRawPointer) {
        pointer(CURLOPT_HEADERDATA, callbacks)
        pointer(CURLOPT_WRITEDATA, callbacks)
        pointer(CURLOPT_READDATA, callbacks)
        pointer(CURLOPT_SEEKDATA, callbacks)
        setCallbacks(easy)
    }
}

private extension CURLcode {
    /// Setting an option fails only when the library lacks it, or for want of memory; 7.88 has them all.
    func ignore() {
        assert(self == CURLE_OK, String(cString: curl_easy_strerror(self)))
    }
}

private extension HTTPRequest {
    func has(_ name: String) -> Bool {
        headers.contains { $0.0.lowercased() == name.lowercased() }
    }

    var isForThisMachine: Bool {
        let afterScheme = url.split(separator: "://", maxSplits: 1).last ?? ""
        let authority = afterScheme.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let host = authority.split(separator: "@").last ?? ""
        return host.hasPrefix("127.") || host.hasPrefix("[::1]") || host == "localhost" || host.hasPrefix("localhost:")
    }
}
