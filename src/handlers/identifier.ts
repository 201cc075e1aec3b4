import type { Model } from '../models';

/** A model that names the builder and nothing else: its Source is required by the schema and not known here. */
export const identifying = (BuilderName: string | undefined): Model => ({ BuilderName }) as Model;
