package io.weir.tests.tenants;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** HTTP: each request says who it is, on a connection of its own. */
final class HttpSpeaker implements Speaker {
  private static final Pattern DATE = Pattern.compile("date: [^\r]{29}(?=\r)");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String protocol() {
    return "http";
  }

  @Override
  public Set<Credential.Kind> credentials() {
    return EnumSet.complementOf(EnumSet.of(Credential.Kind.SCRAM));
  }

  @Override
  public Answer attempt(Way way, Credential credential, String topic, String message)
      throws Exception {
    String published = ask(way, credential, "POST", "/topics/" + topic, message);
    if (published.startsWith("HTTP/1.1 401 ")) {
      return new Answer.Refused(DATE.matcher(published).replaceFirst("date: #"));
    }
    require(published);
    JsonNode topics = json(ask(way, credential, "GET", "/topics", ""));
    return new Answer.In(texts(topics.get("topics"), ""), read(way, credential, topic));
  }

  private static List<String> read(Way way, Credential credential, String topic)
      throws IOException {
    List<String> messages = new ArrayList<>();
    String records = "/topics/" + topic + "/partitions/0/records?offset=";
    long next = 0;
    while (true) {
      JsonNode page = json(ask(way, credential, "GET", records + next, ""));
      messages.addAll(texts(page.get("records"), "/body"));
      next = page.get("nextOffset").asLong();
      if (next >= page.get("highWatermark").asLong()) {
        return messages;
      }
    }
  }

  private static List<String> texts(JsonNode array, String at) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.at(at).asText()));
    return texts;
  }

  private static JsonNode json(String answer) throws IOException {
    require(answer);
    return JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
  }

  private static void require(String answer) throws UnexpectedException {
    if (!answer.startsWith("HTTP/1.1 200 ")) {
      throw new UnexpectedException(answer);
    }
  }

  /** The answer as it came, a character for each byte. */
  static String ask(Way way, Credential credential, String method, String path, String body)
      throws IOException {
    return ask(way, credential, method, path, "X-Nothing: nothing", body);
  }

  /** The same with a header line more. */
  static String ask(
      Way way, Credential credential, String method, String path, String header, String body)
      throws IOException {
    String lines = "Host: localhost\r\nConnection: close\r\n" + header + "\r\n";
    String request =
        "%s %s HTTP/1.1\r\n%s%sContent-Length: %d\r\n\r\n%s"
            .formatted(
                method, path, lines, authorization(credential), body.getBytes(UTF_8).length, body);
    try (Socket socket = way.connect(credential.identity())) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private static String authorization(Credential credential) {
    return switch (credential.kind()) {
      case NONE, CERTIFICATE -> "";
      case PASSWORD ->
          "Authorization: " + Login.basic(credential.name(), credential.secret()) + "\r\n";
      case TOKEN -> "Authorization: Bearer " + credential.secret() + "\r\n";
      case SCRAM -> throw new IllegalArgumentException("HTTP has no SCRAM here");
    };
  }
}
