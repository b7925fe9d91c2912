# SPDX-License-Identifier: LGPL-3.0-or-later
# Java: the virtual machine starts, collects garbage with many threads, compiles if it can.
# needs: java
# seconds: 180
java -version 2>&1 | head -n 1
java -XshowSettings:properties -version 2>&1 | grep -E 'java.home|os.name|user.dir' | sed 's/dir = .*/dir/'
if command -v javac >/dev/null; then
	cat >Main.java <<-'END'
	import java.io.*; import java.net.*; import java.nio.file.*; import java.util.*; import java.util.stream.*; import java.util.concurrent.*;
	public class Main { public static void main(String[] a) throws Exception {
		System.out.println(IntStream.range(0, 1000000).parallel().filter(i -> i % 7 == 0).count());
		Path p = Files.createTempFile(Paths.get("."), "x", "y"); Files.write(p, "text".getBytes()); System.out.println(Files.size(p)); Files.delete(p);
		try (Stream<Path> s = Files.walk(Paths.get("/etc"))) { System.out.println(s.count() > 100); } catch (UncheckedIOException e) { System.out.println("refused"); }
		Process q = new ProcessBuilder("sh", "-c", "echo child; exit 3").inheritIO().start(); System.out.println(q.waitFor());
		ServerSocket l = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
		Thread t = new Thread(() -> { try (Socket c = l.accept()) { c.getOutputStream().write("net\n".getBytes()); } catch (IOException e) { } }); t.start();
		System.out.println(new BufferedReader(new InputStreamReader(new Socket(l.getInetAddress(), l.getLocalPort()).getInputStream())).readLine()); t.join();
		ExecutorService x = Executors.newFixedThreadPool(32); List<Future<Integer>> f = new ArrayList<>();
		for (int i = 0; i < 200; i++) { int n = i; f.add(x.submit(() -> { byte[] b = new byte[1 << 16]; return b.length > 0 ? n : 0; })); }
		int sum = 0; for (Future<Integer> g : f) sum += g.get(); x.shutdown(); System.out.println(sum);
	} }
	END
	javac Main.java && java Main
fi
