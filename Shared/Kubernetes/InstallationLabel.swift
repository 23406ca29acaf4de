/// The label by which everything that an installation makes is found, whichever service made it.
package enum InstallationLabel {
    package static let name = "slipway.installation"
}
