import Postgres

enum Migrations {
    static let all = [
        Migration("m0001_create_builds", PackageResources.m0001_create_builds_sql),
        Migration("m0002_create_sources", PackageResources.m0002_create_sources_sql),
        Migration("m0003_keep_requests", PackageResources.m0003_keep_requests_sql),
        Migration("m0004_create_collections", PackageResources.m0004_create_collections_sql),
        Migration("m0005_build_by_jobs", PackageResources.m0005_build_by_jobs_sql),
    ]
}
