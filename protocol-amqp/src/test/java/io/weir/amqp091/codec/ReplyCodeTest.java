package io.weir.amqp091.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyCodeTest {
  @ParameterizedTest
  @CsvSource({
    "200, REPLY_SUCCESS, false",
    "311, CONTENT_TOO_LARGE, false",
    "312, NO_ROUTE, false",
    "313, NO_CONSUMERS, false",
    "320, CONNECTION_FORCED, true",
    "402, INVALID_PATH, true",
    "403, ACCESS_REFUSED, false",
    "404, NOT_FOUND, false",
    "405, RESOURCE_LOCKED, false",
    "406, PRECONDITION_FAILED, false",
    "501, FRAME_ERROR, true",
    "502, SYNTAX_ERROR, true",
    "503, COMMAND_INVALID, true",
    "504, CHANNEL_ERROR, true",
    "505, UNEXPECTED_FRAME, true",
    "506, RESOURCE_ERROR, true",
    "530, NOT_ALLOWED, true",
    "540, NOT_IMPLEMENTED, true",
    "541, INTERNAL_ERROR, true"
  })
  void aCodeHasItsNumberAndItsReach(int number, ReplyCode code, boolean closesConnection) {
    assertThat(code.code()).isEqualTo(number);
    assertThat(code.closesConnection()).isEqualTo(closesConnection);
  }

  @Test
  void thereAreNineteen() {
    assertThat(Arrays.stream(ReplyCode.values()).map(ReplyCode::code).distinct()).hasSize(19);
  }
}
