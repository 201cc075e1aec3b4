// This is a generated file. Modifications will be overwritten.
import { BaseModel, Dict, integer, Integer, Optional, transformValue } from '@amazon-web-services-cloudformation/cloudformation-cli-typescript-lib';
import { Exclude, Expose, Type, Transform, type TransformFnParams } from 'class-transformer';

export class ResourceModel extends BaseModel {
    declare ['constructor']: typeof ResourceModel;

    @Exclude()
    public static override readonly TYPE_NAME: string = 'TokenInjectable::Docker::Builder';

    @Exclude()
    protected readonly IDENTIFIER_KEY_BUILDERNAME: string = '/properties/BuilderName';

    @Expose({ name: 'BuilderName' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'builderName', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    builderName?: Optional<string>;
    @Expose({ name: 'Source' })
    @Type(() => Source)
    source?: Optional<Source>;
    @Expose({ name: 'Dockerfile' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'dockerfile', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    dockerfile?: Optional<string>;
    @Expose({ name: 'Target' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'target', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    target?: Optional<string>;
    @Expose({ name: 'BuildArgs' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'buildArgs', value, obj, [Map]),
        {
            toClassOnly: true,
        }
    )
    buildArgs?: Optional<Map<string, string>>;
    @Expose({ name: 'BuildSecrets' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'buildSecrets', value, obj, [Map]),
        {
            toClassOnly: true,
        }
    )
    buildSecrets?: Optional<Map<string, string>>;
    @Expose({ name: 'Platforms' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'platforms', value, obj, [Set]),
        {
            toClassOnly: true,
        }
    )
    platforms?: Optional<Set<string>>;
    @Expose({ name: 'InstallCommands' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'installCommands', value, obj, [Array]),
        {
            toClassOnly: true,
        }
    )
    installCommands?: Optional<Array<string>>;
    @Expose({ name: 'PreBuildCommands' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'preBuildCommands', value, obj, [Array]),
        {
            toClassOnly: true,
        }
    )
    preBuildCommands?: Optional<Array<string>>;
    @Expose({ name: 'CacheDisabled' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(Boolean, 'cacheDisabled', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    cacheDisabled?: Optional<boolean>;
    @Expose({ name: 'DockerLoginSecretArn' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'dockerLoginSecretArn', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    dockerLoginSecretArn?: Optional<string>;
    @Expose({ name: 'VpcConfig' })
    @Type(() => VpcConfig)
    vpcConfig?: Optional<VpcConfig>;
    @Expose({ name: 'ServiceRoleArn' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'serviceRoleArn', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    serviceRoleArn?: Optional<string>;
    @Expose({ name: 'ComputeType' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'computeType', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    computeType?: Optional<string>;
    @Expose({ name: 'BuildImage' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'buildImage', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    buildImage?: Optional<string>;
    @Expose({ name: 'TimeoutInMinutes' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(Integer, 'timeoutInMinutes', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    timeoutInMinutes?: Optional<integer>;
    @Expose({ name: 'Repository' })
    @Type(() => Repository)
    repository?: Optional<Repository>;
    @Expose({ name: 'ReplicaRegions' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'replicaRegions', value, obj, [Set]),
        {
            toClassOnly: true,
        }
    )
    replicaRegions?: Optional<Set<string>>;
    @Expose({ name: 'Publish' })
    @Type(() => Publish)
    publish?: Optional<Publish>;
    @Expose({ name: 'Logs' })
    @Type(() => Logs)
    logs?: Optional<Logs>;
    @Expose({ name: 'PollIntervalSeconds' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(Integer, 'pollIntervalSeconds', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    pollIntervalSeconds?: Optional<integer>;
    @Expose({ name: 'Revision' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'revision', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    revision?: Optional<string>;
    @Expose({ name: 'Tags' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(Tag, 'tags', value, obj, [Set]),
        {
            toClassOnly: true,
        }
    )
    tags?: Optional<Set<Tag>>;
    @Expose({ name: 'ImageUri' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'imageUri', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    imageUri?: Optional<string>;
    @Expose({ name: 'ImageTag' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'imageTag', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    imageTag?: Optional<string>;
    @Expose({ name: 'ImageDigest' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'imageDigest', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    imageDigest?: Optional<string>;
    @Expose({ name: 'ImageDigests' })
    @Type(() => ImageDigests)
    imageDigests?: Optional<ImageDigests>;
    @Expose({ name: 'RepositoryName' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'repositoryName', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    repositoryName?: Optional<string>;
    @Expose({ name: 'RepositoryUri' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'repositoryUri', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    repositoryUri?: Optional<string>;
    @Expose({ name: 'RepositoryArn' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'repositoryArn', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    repositoryArn?: Optional<string>;
    @Expose({ name: 'ProjectArn' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'projectArn', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    projectArn?: Optional<string>;

    @Exclude()
    public getPrimaryIdentifier(): Dict | null {
        const identifier: Dict = {};
        if (this.builderName != null) {
            identifier[this.IDENTIFIER_KEY_BUILDERNAME] = this.builderName;
        }

        // only return the identifier if it can be used, i.e. if all components are present
        return Object.keys(identifier).length === 1 ? identifier : null;
    }

    @Exclude()
    public getAdditionalIdentifiers(): Array<Dict> | null {
        const identifiers: Array<Dict> = new Array<Dict>();
        // only return the identifiers if any can be used
        return identifiers.length === 0 ? null : identifiers;
    }
}

export class Source extends BaseModel {
    declare ['constructor']: typeof Source;


    @Expose({ name: 'S3Bucket' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 's3Bucket', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    s3Bucket?: Optional<string>;
    @Expose({ name: 'S3Key' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 's3Key', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    s3Key?: Optional<string>;
    @Expose({ name: 'S3ObjectVersion' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 's3ObjectVersion', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    s3ObjectVersion?: Optional<string>;
    @Expose({ name: 'Inline' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'inline', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    inline?: Optional<string>;

}

export class VpcConfig extends BaseModel {
    declare ['constructor']: typeof VpcConfig;


    @Expose({ name: 'VpcId' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'vpcId', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    vpcId?: Optional<string>;
    @Expose({ name: 'SubnetIds' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'subnetIds', value, obj, [Set]),
        {
            toClassOnly: true,
        }
    )
    subnetIds?: Optional<Set<string>>;
    @Expose({ name: 'SecurityGroupIds' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'securityGroupIds', value, obj, [Set]),
        {
            toClassOnly: true,
        }
    )
    securityGroupIds?: Optional<Set<string>>;

}

export class Repository extends BaseModel {
    declare ['constructor']: typeof Repository;


    @Expose({ name: 'Name' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'name', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    name?: Optional<string>;
    @Expose({ name: 'Adopt' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(Boolean, 'adopt', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    adopt?: Optional<boolean>;
    @Expose({ name: 'KmsKeyArn' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'kmsKeyArn', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    kmsKeyArn?: Optional<string>;
    @Expose({ name: 'PolicyText' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(Object, 'policyText', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    policyText?: Optional<object>;
    @Expose({ name: 'UntaggedRetentionDays' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(Integer, 'untaggedRetentionDays', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    untaggedRetentionDays?: Optional<integer>;
    @Expose({ name: 'ScanOnPush' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(Boolean, 'scanOnPush', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    scanOnPush?: Optional<boolean>;
    @Expose({ name: 'RemovalPolicy' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'removalPolicy', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    removalPolicy?: Optional<string>;

}

export class Publish extends BaseModel {
    declare ['constructor']: typeof Publish;


    @Expose({ name: 'ParameterName' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'parameterName', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    parameterName?: Optional<string>;

}

export class Logs extends BaseModel {
    declare ['constructor']: typeof Logs;


    @Expose({ name: 'GroupName' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'groupName', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    groupName?: Optional<string>;
    @Expose({ name: 'Retain' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(Boolean, 'retain', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    retain?: Optional<boolean>;

}

export class Tag extends BaseModel {
    declare ['constructor']: typeof Tag;


    @Expose({ name: 'Key' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'key', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    key?: Optional<string>;
    @Expose({ name: 'Value' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'value_', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    value_?: Optional<string>;

}

export class ImageDigests extends BaseModel {
    declare ['constructor']: typeof ImageDigests;


    @Expose({ name: 'Amd64' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'amd64', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    amd64?: Optional<string>;
    @Expose({ name: 'Arm64' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'arm64', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    arm64?: Optional<string>;

}

export class TypeConfigurationModel extends BaseModel {
    declare ['constructor']: typeof TypeConfigurationModel;


    @Expose({ name: 'ServiceRoleArn' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'serviceRoleArn', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    serviceRoleArn?: Optional<string>;
    @Expose({ name: 'VpcConfig' })
    @Type(() => VpcConfig)
    vpcConfig?: Optional<VpcConfig>;
    @Expose({ name: 'ComputeType' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(String, 'computeType', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    computeType?: Optional<string>;
    @Expose({ name: 'PollIntervalSeconds' })
    @Transform(
        ({ value, obj }: TransformFnParams) =>
            transformValue(Integer, 'pollIntervalSeconds', value, obj, []),
        {
            toClassOnly: true,
        }
    )
    pollIntervalSeconds?: Optional<integer>;

}

