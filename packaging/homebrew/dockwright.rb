# The formula for a tap; docs/release.md tells how `sha256` and the resources get in.
class Dockwright < Formula
  include Language::Python::Virtualenv

  desc "Language server, linter and formatter for Dockerfiles"
  homepage "https://github.com/OWNER/REPOSITORY"
  url "https://github.com/OWNER/REPOSITORY/releases/download/v0.1.0/dockwright-0.1.0.tar.gz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "MIT"

  depends_on "rust" => :build
  depends_on "libyaml"
  depends_on "python@3.13"

  def install
    virtualenv_install_with_resources
  end

  test do
    (testpath/"Dockerfile").write("FROM debian:12\nMAINTAINER me\n")
    assert_match "MaintainerDeprecated", shell_output("#{bin}/dockwright check --format json Dockerfile", 1)
  end
end
