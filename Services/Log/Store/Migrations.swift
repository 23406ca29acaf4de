import Postgres

enum Migrations {
    static let all = [
        Migration("m0001_create_lines", PackageResources.m0001_create_lines_sql),
        Migration("m0002_keep_open_lines", PackageResources.m0002_keep_open_lines_sql),
    ]
}
