import Postgres

enum Migrations {
    static let all = [
        Migration("m0001_create_projects", PackageResources.m0001_create_projects_sql),
        Migration("m0002_keep_log_retention", PackageResources.m0002_keep_log_retention_sql),
    ]
}
