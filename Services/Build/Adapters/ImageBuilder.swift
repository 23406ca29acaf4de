package import Core

/// Makes images: the engine today, a cluster's builder one day.
package protocol ImageBuilder: Sendable {
    /// Builds and calls `line` for every line of output. Throws `BuildFailure` or cancellation.
    func build(_ order: ImageOrder, line: @Sendable (String) async throws -> Void) async throws
    /// What an image that is here says of itself.
    func details(of tag: String) async throws -> ImageSummary
    /// Sends it to the registry; answers its digest, "sha256:…".
    func push(_ tag: String) async throws -> String
}

/// What to build.
package struct ImageOrder: Sendable {
    /// The same for every attempt: what an attempt before left running is ended first.
    package var build: BuildID
    /// The tar with the source.
    package var context: String
    package var dockerfile: String
    package var tag: String
    package var labels: [String: String]
}

/// What of an image matters to those who run it.
package struct ImageSummary: Sendable, Equatable {
    /// The single EXPOSE, else 0.
    package var exposedPort = 0
    package var user = ""
}

/// The image could not be built, in the builder's own words.
package struct ImageBuildFailed: Error, Sendable, Equatable {
    package var message: String
}
