/// The images that generated Dockerfiles begin with. Settings, so that an installation without internet names its own.
package struct BaseImages: Sendable, Equatable {
    package var fixed: String
    package var node: String
    package var python: String
    package var shell: String

    package init(
        static fixed: String = "docker.io/library/busybox:1.36", node: String = "docker.io/library/node:22-slim",
        python: String = "docker.io/library/python:3.12-slim", shell: String = "docker.io/library/debian:12-slim"
    ) {
        self.fixed = fixed
        self.node = node
        self.python = python
        self.shell = shell
    }

    /// A short name is one of ours; anything else is an image reference.
    package func reference(_ name: String) -> String {
        switch name {
        case "", "shell": shell
        case "static": fixed
        case "node": node
        case "python": python
        default: name
        }
    }
}
