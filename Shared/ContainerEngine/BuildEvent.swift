/// What happens in a build.
package enum BuildEvent: Sendable, Equatable {
    /// Text as it comes: not always whole lines.
    case output(String)
    /// The image's id. The last event of a build that succeeds.
    case image(String)
    /// Why there is no image. The last event of a build that fails.
    case failed(String)
}

/// What a build's steps can reach.
package enum BuildNetwork: Sendable, Equatable {
    /// The internet, by a network of its own. With Podman by slirp4netns; that this machine's loopback is out of reach depends on
    /// how slirp4netns is started (`--disable-host-loopback`).
    case isolated
    case host
    case none
}
