package import Core

/// Which part of a container's log.
package struct PodLogOptions: Sendable, Equatable {
    /// nil when the Pod has only one.
    package var container: String?
    /// Go on with what will be written, until the container ends.
    package var follow: Bool
    /// Nothing older. The kubelet compares to the nanosecond; whether the API server keeps fractions, it does.
    package var since: Timestamp?
    /// Only so many of the last lines.
    package var tailLines: Int?
    /// Of the run before this one: the last words of a container that crashed.
    package var previous: Bool
    /// At most so many bytes, cut wherever that is.
    package var limitBytes: Int?

    package init(
        container: String? = nil, follow: Bool = false, since: Timestamp? = nil, tailLines: Int? = nil, previous: Bool = false,
        limitBytes: Int? = nil
    ) {
        self.container = container
        self.follow = follow
        self.since = since
        self.tailLines = tailLines
        self.previous = previous
        self.limitBytes = limitBytes
    }

    var query: Query {
        var query: Query = [("timestamps", "true")]
        if let container { query.append(("container", container)) }
        if follow { query.append(("follow", "true")) }
        if let since { query.append(("sinceTime", since.exact)) }
        if let tailLines { query.append(("tailLines", "\(tailLines)")) }
        if previous { query.append(("previous", "true")) }
        if let limitBytes { query.append(("limitBytes", "\(limitBytes)")) }
        return query
    }
}
