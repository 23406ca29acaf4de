// The kinds of ids that cross a service's border. A service's own kinds live beside its rows.

/// A person.
package enum AccountTag {}
package typealias AccountID = ID<AccountTag>

/// A space with members, quota and apps.
package enum ProjectTag {}
package typealias ProjectID = ID<ProjectTag>

/// One deployable.
package enum AppTag {}
package typealias AppID = ID<AppTag>

/// The act of making a release live.
package enum DeploymentTag {}
package typealias DeploymentID = ID<DeploymentTag>

/// One row per app, commit and build settings.
package enum BuildTag {}
package typealias BuildID = ID<BuildTag>

/// A signed-in browser or command line.
package enum SessionTag {}
package typealias SessionID = ID<SessionTag>

/// An API token.
package enum TokenTag {}
package typealias TokenID = ID<TokenTag>

/// A followed repository and ref.
package enum SourceTag {}
package typealias SourceID = ID<SourceTag>

/// One running container or Pod of a release.
package enum InstanceTag {}
package typealias InstanceID = ID<InstanceTag>
