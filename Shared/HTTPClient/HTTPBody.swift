/// What a request carries.
package enum HTTPBody: Sendable {
    case none
    case bytes([UInt8])
    /// A file, read while it is sent: a build context does not go through memory. It must not change meanwhile.
    case file(path: String)
    /// Whatever a task writes, chunked; sent once, so never repeated over a connection that turned out dead.
    case stream(HTTPUpload)
}
