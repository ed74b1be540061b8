package io.weir.kafka.mapping;

import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.IDEMPOTENT_WRITE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.weir.core.access.Access;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.tenant.Caller;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;

/** What a caller may do, in the operations that Kafka names. */
public final class AuthorizedOperations {
  private AuthorizedOperations() {}

  /** What a caller may do with a topic or group, as the bit field of Kafka's responses. */
  public static int bits(Access access, Caller caller, Resource resource) {
    Set<AclOperation> allowed = EnumSet.noneOf(AclOperation.class);
    for (Operation operation : Operation.values()) {
      if (access.allows(caller, operation, resource)) {
        allowed.addAll(kafka(operation));
      }
    }
    return bits(allowed);
  }

  /** What a caller may do with the cluster itself. */
  public static int clusterBits() {
    return bits(EnumSet.of(CREATE, DESCRIBE, DESCRIBE_CONFIGS, IDEMPOTENT_WRITE));
  }

  private static Set<AclOperation> kafka(Operation operation) {
    return switch (operation) {
      case PUBLISH -> EnumSet.of(WRITE, DESCRIBE);
      case CONSUME -> EnumSet.of(READ, DESCRIBE);
      case MANAGE -> EnumSet.of(CREATE, DELETE, ALTER, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS);
    };
  }

  private static int bits(Set<AclOperation> operations) {
    int bits = 0;
    for (AclOperation operation : operations) {
      bits |= 1 << operation.code();
    }
    return bits;
  }
}
