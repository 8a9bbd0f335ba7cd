namespace BpfSharp.Simulation.Storage;

/// <summary>Programs for tail calls, all of one type.</summary>
internal sealed class ProgramArrayStorage(MapStorageOptions options, bool isXdp, string?[] initial) : MapStorage(options)
{
    private readonly SimulatedProgram?[] _programs = new SimulatedProgram?[options.MaxEntries];

    public bool Accepts(SimulatedProgram program) => program is SimulatedXdpProgram == isXdp;

    /// <summary>Puts a new program of the simulation into those entries that are declared to have it.</summary>
    public void Offer(SimulatedProgram program)
    {
        for (int i = 0; i < initial.Length && i < _programs.Length; i++)
        {
            if (initial[i] == program.Name && Accepts(program))
                _programs[i] = program;
        }
    }

    public SimulatedProgram? Find(uint index) => index < (uint)_programs.Length ? _programs[index] : null;

    public void Set(uint index, SimulatedProgram? program) => _programs[index] = program;
}
