package io.weir.tests.house;

import io.weir.tests.programs.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A POM of the project, as it is written.
 *
 * @param module the directory, from the project's root; empty for the root itself
 */
record Pom(String module, Element project) {

  static Pom root() {
    return of("");
  }

  static Pom of(String module) {
    Path file = Project.root().resolve(module).resolve("pom.xml");
    try {
      return new Pom(
          module,
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(file.toFile())
              .getDocumentElement());
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new IllegalStateException(file + " is not a POM", e);
    }
  }

  /** Those of the modules that this one lists, in its order. */
  List<Pom> modules() {
    return texts("modules/module").map(Pom::of).toList();
  }

  boolean hasParent() {
    return elements("parent").findAny().isPresent();
  }

  /** The texts of the elements at a path below the project. */
  Stream<String> texts(String path) {
    return elements(path).map(element -> element.getTextContent().strip());
  }

  /** The elements at a path below the project. */
  Stream<Element> elements(String path) {
    Stream<Element> found = Stream.of(project);
    for (String name : path.split("/")) {
      found = found.flatMap(Pom::children).filter(child -> child.getTagName().equals(name));
    }
    return found;
  }

  /** All elements of a name, wherever they are. */
  Stream<Element> everywhere(String name) {
    NodeList found = project.getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
  }

  /** Where an element is, from the project down: {@code build/plugins/plugin/version}. */
  String pathOf(Element element) {
    Node above = element.getParentNode();
    return above.equals(project)
        ? element.getTagName()
        : pathOf((Element) above) + "/" + element.getTagName();
  }

  static Stream<Element> children(Element parent) {
    NodeList nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast);
  }

  @Override
  public String toString() {
    return module.isEmpty() ? "the root" : module;
  }
}
