export interface Parameter {
  name: string;
  value: string;
  /** `String`, `StringList` or `SecureString`. */
  type: string;
}

/** The calls of SSM Parameter Store that a builder needs. */
export interface ParametersPort {
  /** Only of a parameter that carries a builder's tag: the execution role may read no other. */
  parameter(name: string): Promise<Parameter | undefined>;
  /** Creates a parameter of type String; false when one of this name exists already. */
  create(name: string, value: string, tags: Record<string, string>): Promise<boolean>;
  overwrite(name: string, value: string): Promise<void>;
  /** Also succeeds when the parameter is already gone. */
  delete(name: string): Promise<void>;
  /** Undefined when the parameter does not exist. */
  tags(name: string): Promise<Record<string, string> | undefined>;
  addTags(name: string, tags: Record<string, string>): Promise<void>;
  removeTags(name: string, keys: string[]): Promise<void>;
}
