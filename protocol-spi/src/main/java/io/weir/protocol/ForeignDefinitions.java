package io.weir.protocol;

import io.weir.core.access.AccessRule;
import io.weir.core.auth.User;
import io.weir.core.queue.SpaceDefinition;
import java.util.List;

/**
 * What another broker has said of itself, as a tenant has it.
 *
 * @param users who may connect, those without a credential too
 * @param rules what they may
 * @param spaces with exchanges, queues and bindings
 * @param topology the part of the file that {@link #spaces} is of, in that broker's own form,
 *     without users and secrets
 * @param notTaken a sentence for each thing that has no like here
 */
public record ForeignDefinitions(
    List<User> users,
    List<AccessRule> rules,
    List<SpaceDefinition> spaces,
    String topology,
    List<String> notTaken) {

  public ForeignDefinitions {
    users = List.copyOf(users);
    rules = List.copyOf(rules);
    spaces = List.copyOf(spaces);
    notTaken = List.copyOf(notTaken);
  }
}
