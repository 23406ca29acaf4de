import Postgres

enum Migrations {
    static let all = [
        Migration("m0001_create_apps", PackageResources.m0001_create_apps_sql),
        Migration("m0002_create_deployments", PackageResources.m0002_create_deployments_sql),
        Migration("m0003_create_releases", PackageResources.m0003_create_releases_sql),
        Migration("m0004_create_instances", PackageResources.m0004_create_instances_sql),
        Migration("m0005_create_build_states", PackageResources.m0005_create_build_states_sql),
        Migration("m0006_create_errands", PackageResources.m0006_create_errands_sql),
        Migration("m0007_keep_requests", PackageResources.m0007_keep_requests_sql),
        Migration("m0008_create_removed_images", PackageResources.m0008_create_removed_images_sql),
        Migration("m0009_add_pods", PackageResources.m0009_add_pods_sql),
        Migration("m0010_keep_pod_versions", PackageResources.m0010_keep_pod_versions_sql),
        Migration("m0011_tell_what_may_pass", PackageResources.m0011_tell_what_may_pass_sql),
        Migration("m0012_tell_refused_pods", PackageResources.m0012_tell_refused_pods_sql),
    ]
}
