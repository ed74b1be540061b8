package io.weir.gateway;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A password from a person, who types it twice and sees it not, or from a program. */
final class PasswordInput {
  private static final int MAX_BYTES = 8 * 1024;

  private PasswordInput() {}

  static String read(@Nullable Console console, InputStream input) throws IOException {
    return console != null && console.isTerminal() ? typed(console) : firstLine(input);
  }

  private static String typed(Console console) {
    char[] password = console.readPassword("Password: ");
    char[] again = console.readPassword("Again: ");
    if (password == null || again == null) {
      throw new SentenceException("no password was typed");
    }
    if (!Arrays.equals(password, again)) {
      throw new SentenceException("the two passwords differ");
    }
    return new String(password);
  }

  private static String firstLine(InputStream input) throws IOException {
    var line = new ByteArrayOutputStream();
    int next = input.read();
    while (next >= 0 && next != '\n') {
      line.write(next);
      if (line.size() > MAX_BYTES) {
        throw new SentenceException("the first line of the input is longer than any password");
      }
      next = input.read();
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(line.toByteArray()))
              .toString();
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    } catch (CharacterCodingException e) {
      throw new SentenceException("the password is not UTF-8");
    }
  }
}
