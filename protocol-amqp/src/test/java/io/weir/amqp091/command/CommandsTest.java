package io.weir.amqp091.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.amqp091.codec.MethodId;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each method there is, is somebody's. */
class CommandsTest {
  /** What begins and ends a channel, and what has content, is dealt with beside the table. */
  private static final Set<MethodId> ELSEWHERE =
      EnumSet.of(MethodId.CHANNEL_OPEN, MethodId.CHANNEL_CLOSE, MethodId.BASIC_PUBLISH);

  /** What only a server says. */
  private static final Set<MethodId> SERVERS =
      EnumSet.of(
          MethodId.BASIC_RETURN,
          MethodId.BASIC_DELIVER,
          MethodId.BASIC_GET_OK,
          MethodId.BASIC_GET_EMPTY);

  @ParameterizedTest
  @EnumSource(MethodId.class)
  void aMethodOfAChannelIsInTheTableOrNothingThatAClientAsks(MethodId id) {
    boolean ofConnection = id.classId() == MethodId.CONNECTION_START.classId();
    boolean answer = id.toString().endsWith("-ok");
    boolean isAsked = !ofConnection && !answer && !ELSEWHERE.contains(id) && !SERVERS.contains(id);
    assertThat(Commands.has(id)).isEqualTo(isAsked);
  }
}
