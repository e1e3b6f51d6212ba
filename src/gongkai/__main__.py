from gongkai.cli.main import run

run()
