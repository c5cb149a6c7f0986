//! The command `arctic`.

fn main() -> std::process::ExitCode {
    arctic_council::cli::main()
}
