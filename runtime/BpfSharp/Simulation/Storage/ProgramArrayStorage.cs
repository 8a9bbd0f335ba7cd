namespace BpfSharp.Simulation.Storage;

/// <summary>Programs for tail calls, all of one type.</summary>
internal sealed class ProgramArrayStorage(MapStorageOptions options, bool isXdp) : MapStorage(options)
{
    private readonly SimulatedProgram?[] _programs = new SimulatedProgram?[options.MaxEntries];

    public bool Accepts(SimulatedProgram program) => program is SimulatedXdpProgram == isXdp;

    public SimulatedProgram? Find(uint index) => index < (uint)_programs.Length ? _programs[index] : null;

    public void Set(uint index, SimulatedProgram? program) => _programs[index] = program;
}
