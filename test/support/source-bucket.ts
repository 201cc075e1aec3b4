/** The bucket that `docker-builder deploy` uploads to: the type's roles may read it. */
export const SOURCE_BUCKET = 'docker-builder-000000000000-us-east-1';
