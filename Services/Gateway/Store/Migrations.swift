import Postgres

/// The gateway's own tables, in order. A file that was released never changes.
enum Migrations {
    static let all: [Migration] = [
        Migration("m0001_create_gateway", PackageResources.m0001_create_gateway_sql),
    ]
}
