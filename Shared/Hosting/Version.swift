/// Which Slipway this is: one number for all of its binaries, since they are built and released together.
package enum Version {
    package static let current = "0.1.0"
}
